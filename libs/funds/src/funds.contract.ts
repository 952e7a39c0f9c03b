import { deadlinesIn, eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import * as deadlines from './funds.deadlines.js';
import * as events from './funds.events.js';
import * as permissions from './funds.permissions.js';
import { fundsInvariants, fundsSchema } from './funds.schema.js';
import { REGISTER_OLD_PAYEES } from './payee/register-old-payees.js';
import { SEAL_BOOKS } from './sign-daily-heads.js';

/** The contract of the funds library. */
export const fundsContract = {
  name: 'funds',
  schema: fundsSchema,
  invariants: fundsInvariants,
  events: eventsIn(events),
  deadlines: deadlinesIn(deadlines),
  permissions: permissionsIn(permissions),
  jobs: [SEAL_BOOKS, deadlines.NOTICE_ENDS, REGISTER_OLD_PAYEES],
} satisfies LibraryContract;
