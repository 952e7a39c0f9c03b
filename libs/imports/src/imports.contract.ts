import { eventsIn, type LibraryContract } from '#libs/platform';
import * as events from './imports.events.js';
import { importsSchema } from './imports.schema.js';

/** What this library promises. */
export const importsContract = {
  name: 'imports',
  schema: importsSchema,
  events: eventsIn(events),
} satisfies LibraryContract;
