import './disclosure.personal-data.js';
import { eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import * as entities from './disclosure.entities.js';
import * as events from './disclosure.events.js';
import * as permissions from './disclosure.permissions.js';
import { disclosureSchema } from './disclosure.schema.js';
import { BUILD_EXPORT, FORGET_EXPORT } from './export/exports.js';

/** What this library promises. */
export const disclosureContract = {
  name: 'disclosure',
  schema: disclosureSchema,
  entities: Object.values(entities),
  events: eventsIn(events),
  permissions: permissionsIn(permissions),
  jobs: [BUILD_EXPORT, FORGET_EXPORT],
} satisfies LibraryContract;
