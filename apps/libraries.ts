import { auditContract } from '#libs/audit';
import { disclosureContract } from '#libs/disclosure';
import { fundsContract } from '#libs/funds';
import { identityContract } from '#libs/identity';
import { importsContract } from '#libs/imports';
import { matchingContract } from '#libs/matching';
import { notificationsContract } from '#libs/notifications';
import { organizationContract } from '#libs/organization';
import { volunteersContract } from '#libs/volunteers';
import { wishesContract } from '#libs/wishes';
import {
  assertContracts,
  platformContract,
  encryptedInvariant,
  type Check,
  type Invariant,
  type LibraryContract,
  type Schema,
  type FieldEncryption,
} from '#libs/platform';

/** Every library of the platform, from the lowest layer to the highest. */
export const LIBRARIES: readonly LibraryContract[] = [
  platformContract,
  identityContract,
  importsContract,
  organizationContract,
  volunteersContract,
  fundsContract,
  wishesContract,
  matchingContract,
  notificationsContract,
  disclosureContract,
  auditContract,
];
assertContracts(LIBRARIES);

export const SCHEMAS: Schema[] = LIBRARIES.flatMap(({ schema }) => schema ?? []);
export const INVARIANTS: Invariant[] = LIBRARIES.flatMap(({ invariants = [] }) => invariants);

/** All invariants, including those that need the keys to be checked. */
export const invariantsOf = (encryption: FieldEncryption): (Invariant | Check)[] => [
  ...INVARIANTS,
  encryptedInvariant(encryption, SCHEMAS),
  ...LIBRARIES.flatMap(({ checks }) => checks?.(encryption) ?? []),
];
