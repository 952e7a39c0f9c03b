import type { LibraryContract } from '#libs/platform';
import { organizationAccountPart } from './organization.personal-data.js';
import * as entities from './organization.entities.js';
import { organizationInvariants, organizationSchema } from './organization.schema.js';
import { STAFF_IMPORTS } from './staff/staff-imports.js';
import { UNIT_IMPORTS } from './units/unit-imports.js';

/** What this library promises. */
export const organizationContract = {
  name: 'organization',
  schema: organizationSchema,
  entities: Object.values(entities),
  invariants: organizationInvariants,
  events: [UNIT_IMPORTS, STAFF_IMPORTS].flatMap(({ events }) => Object.values(events)),
  account: organizationAccountPart,
  jobs: [UNIT_IMPORTS, STAFF_IMPORTS].flatMap(({ jobs }) => Object.values(jobs)),
} satisfies LibraryContract;
