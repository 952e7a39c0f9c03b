import './identity.constraints.js';
import { eventsIn, permissionsIn, type LibraryContract } from '#libs/platform';
import { ERASE_ACCOUNT, eraseSignIn, staffRoleObstacles } from './people/erase-account.js';
import * as entities from './identity.entities.js';
import * as events from './identity.events.js';
import * as permissions from './identity.permissions.js';
import { ownIdentityData } from './identity.personal-data.js';
import { identityInvariants, identitySchema } from './identity.schema.js';
import { phoneInvariant } from './people/phone-hashes.js';

/** What this library promises. */
export const identityContract = {
  name: 'identity',
  schema: identitySchema,
  entities: Object.values(entities),
  invariants: identityInvariants,
  checks: (encryption) => [phoneInvariant(encryption)],
  events: eventsIn(events),
  permissions: permissionsIn(permissions),
  jobs: [ERASE_ACCOUNT],
  purges: [
    'DELETE FROM sign_in_attempt WHERE attempted_at < UTC_TIMESTAMP(3) - INTERVAL 8 DAY LIMIT 500',
    'DELETE FROM activation_code WHERE valid_until < UTC_TIMESTAMP(3) LIMIT 500',
  ],
  ownData: ownIdentityData,
  account: { obstacles: staffRoleObstacles, erase: eraseSignIn },
} satisfies LibraryContract;
