import type { Migration } from '#libs/platform';

export const createVolunteerLicence: Migration = {
  version: 20261123202,
  name: 'CreateVolunteerLicence',
  sql: `CREATE TABLE IF NOT EXISTS volunteer_licence (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    kind VARCHAR(24) NOT NULL,
    valid_until DATE NOT NULL,
    verified_by UUID NULL,
    verified_at DATETIME(3) NULL,
    UNIQUE KEY uq_licence (person_id, kind),
    CONSTRAINT ck_licence_eyes CHECK (verified_by IS NULL OR verified_by <> person_id))`,
};
