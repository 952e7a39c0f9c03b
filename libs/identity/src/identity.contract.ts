import { eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import { ERASE_ACCOUNT } from './erase-account.js';
import * as events from './identity.events.js';
import * as permissions from './identity.permissions.js';
import { identityInvariants, identitySchema } from './identity.schema.js';
import { phoneInvariant } from './phone-hashes.js';

/** What this library promises. */
export const identityContract = {
  name: 'identity',
  schema: identitySchema,
  invariants: identityInvariants,
  checks: (encryption) => [phoneInvariant(encryption)],
  events: eventsIn(events),
  permissions: permissionsIn(permissions),
  jobs: [ERASE_ACCOUNT],
} satisfies LibraryContract;
