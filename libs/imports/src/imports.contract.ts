import { eventsIn, type LibraryContract } from '#libs/platform';
import * as entities from './imports.entities.js';
import * as events from './imports.events.js';
import { importsSchema } from './imports.schema.js';

/** What this library promises. */
export const importsContract = {
  name: 'imports',
  schema: importsSchema,
  entities: Object.values(entities),
  events: eventsIn(events),
} satisfies LibraryContract;
