import './matching.constraints.js';
import { deadlinesIn, eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import * as deadlines from './matching.deadlines.js';
import * as entities from './matching.entities.js';
import * as events from './matching.events.js';
import * as permissions from './matching.permissions.js';
import { matchingOfAccount, ownMatchingData } from './matching.personal-data.js';
import { matchingInvariants, matchingSchema } from './matching.schema.js';
import { COMPUTE_PLAN } from './plan/request-plan.js';
import { SEND_PLAN } from './plan/send-plan.js';
import { SCAN_NEEDS } from './radar/need-radar.js';

/** What this library promises. */
export const matchingContract = {
  name: 'matching',
  schema: matchingSchema,
  entities: Object.values(entities),
  invariants: matchingInvariants,
  events: eventsIn(events),
  deadlines: deadlinesIn(deadlines),
  permissions: permissionsIn(permissions),
  ownData: ownMatchingData,
  account: matchingOfAccount,
  jobs: [COMPUTE_PLAN, SEND_PLAN, SCAN_NEEDS],
} satisfies LibraryContract;
