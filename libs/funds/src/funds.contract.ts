import './funds.constraints.js';
import { deadlinesIn, eventsIn, permissionsIn, tasksIn, type LibraryContract } from '#libs/platform';
import * as deadlines from './funds.deadlines.js';
import * as entities from './funds.entities.js';
import * as events from './funds.events.js';
import * as permissions from './funds.permissions.js';
import { fundsAccountPart } from './funds.personal-data.js';
import { fundsInvariants, fundsSchema } from './funds.schema.js';
import { REGISTER_OLD_PAYEES } from './payee/register-old-payees.js';
import { SEAL_BOOKS } from './book/sign-daily-heads.js';

/** The contract of the funds library. */
export const fundsContract = {
  name: 'funds',
  schema: fundsSchema,
  entities: Object.values(entities),
  invariants: fundsInvariants,
  events: eventsIn(events),
  deadlines: deadlinesIn(deadlines),
  tasks: tasksIn(deadlines),
  permissions: permissionsIn(permissions),
  account: fundsAccountPart,
  jobs: [SEAL_BOOKS, deadlines.NOTICE_ENDS, REGISTER_OLD_PAYEES],
} satisfies LibraryContract;
