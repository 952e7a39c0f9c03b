import './notifications.constraints.js';
import { eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import * as entities from './notifications.entities.js';
import * as events from './notifications.events.js';
import * as permissions from './notifications.permissions.js';
import { messagesOfAccount, ownMessages } from './notifications.personal-data.js';
import { notificationsInvariants, notificationsSchema } from './notifications.schema.js';

/** What this library promises. */
export const notificationsContract = {
  name: 'notifications',
  schema: notificationsSchema,
  entities: Object.values(entities),
  invariants: notificationsInvariants,
  events: eventsIn(events),
  permissions: permissionsIn(permissions),
  ownData: ownMessages,
  account: messagesOfAccount,
} satisfies LibraryContract;
