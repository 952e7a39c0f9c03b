import { eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import * as events from './audit.events.js';
import * as permissions from './audit.permissions.js';

/** What this library promises. */
export const auditContract = {
  name: 'audit',
  events: eventsIn(events),
  permissions: permissionsIn(permissions),
} satisfies LibraryContract;
