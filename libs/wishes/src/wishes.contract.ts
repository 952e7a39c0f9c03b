import './wishes.constraints.js';
import { deadlinesIn, eventsIn, permissionsIn, tasksIn, type LibraryContract } from '#libs/platform';
import { ERASE_PERSON } from './erasure/answer-data-request.js';
import { WISH_IMPORTS } from './import/wish-imports.js';
import { MERGE_WISHES } from './claim/merge-skills.js';
import * as deadlines from './wishes.deadlines.js';
import * as entities from './wishes.entities.js';
import * as events from './wishes.events.js';
import * as permissions from './wishes.permissions.js';
import { ownClaims } from './wishes.personal-data.js';
import { wishesInvariants, wishesSchema } from './wishes.schema.js';
import * as tasks from './wishes.tasks.js';

/** What this library offers to the others. */
export const wishesContract = {
  name: 'wishes',
  schema: wishesSchema,
  entities: Object.values(entities),
  invariants: wishesInvariants,
  events: [...eventsIn(events), ...Object.values(WISH_IMPORTS.events)],
  deadlines: deadlinesIn(deadlines),
  tasks: tasksIn(tasks),
  permissions: permissionsIn(permissions),
  ownData: ownClaims,
  jobs: [ERASE_PERSON, MERGE_WISHES, ...Object.values(WISH_IMPORTS.jobs)],
} satisfies LibraryContract;
