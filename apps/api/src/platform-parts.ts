import { disclosureSchema } from '#libs/disclosure';
import { fundsInvariants, fundsSchema } from '#libs/funds';
import { identityInvariants, identitySchema, phoneInvariant } from '#libs/identity';
import { importsSchema } from '#libs/imports';
import { matchingInvariants, matchingSchema } from '#libs/matching';
import { notificationsInvariants, notificationsSchema } from '#libs/notifications';
import { organizationInvariants, organizationSchema } from '#libs/organization';
import {
  platformInvariants,
  platformSchema,
  retentionInvariants,
  sealedInvariant,
  type Check,
  type Invariant,
  type Schema,
  type Vault,
} from '#libs/platform';
import { volunteersInvariants, volunteersSchema } from '#libs/volunteers';
import { wishesInvariants, wishesSchema } from '#libs/wishes';

/** What every library brings: its tables, and the laws that they must keep. */
export const SCHEMAS: Schema[] = [
  platformSchema,
  identitySchema,
  importsSchema,
  organizationSchema,
  volunteersSchema,
  fundsSchema,
  wishesSchema,
  matchingSchema,
  notificationsSchema,
  disclosureSchema,
];

export const INVARIANTS: Invariant[] = [
  ...platformInvariants,
  ...identityInvariants,
  ...organizationInvariants,
  ...volunteersInvariants,
  ...fundsInvariants,
  ...wishesInvariants,
  ...matchingInvariants,
  ...notificationsInvariants,
  ...retentionInvariants(),
];

/** All laws, with those that only the keys can check. */
export const lawsOf = (vault: Vault): (Invariant | Check)[] => [
  ...INVARIANTS,
  sealedInvariant(vault, SCHEMAS),
  phoneInvariant(vault),
];
