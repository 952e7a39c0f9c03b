import { eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import { ROSTERS } from './roster/rosters.js';
import { MERGE_VOLUNTEERS } from './skills/skills.js';
import * as events from './volunteers.events.js';
import * as permissions from './volunteers.permissions.js';
import { volunteersInvariants, volunteersSchema } from './volunteers.schema.js';

/** What this library promises. */
export const volunteersContract = {
  name: 'volunteers',
  schema: volunteersSchema,
  invariants: volunteersInvariants,
  events: [...eventsIn(events), ...Object.values(ROSTERS.events)],
  permissions: permissionsIn(permissions),
  jobs: [MERGE_VOLUNTEERS, ...Object.values(ROSTERS.jobs)],
} satisfies LibraryContract;
