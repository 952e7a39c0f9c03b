import type { Migration } from '#libs/platform';

export const createRoleGrant: Migration = {
  version: 20261123103,
  name: 'CreateRoleGrant',
  sql: `CREATE TABLE IF NOT EXISTS role_grant (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    role VARCHAR(32) NOT NULL,
    granted_by UUID NOT NULL,
    granted_at DATETIME(3) NOT NULL,
    revoked_at DATETIME(3) NULL,
    active TINYINT AS (IF(revoked_at IS NULL, 1, NULL)) PERSISTENT,
    UNIQUE KEY uq_role_grant_active (person_id, unit_id, role, active),
    KEY ix_role_grant_unit (unit_id, role),
    CONSTRAINT fk_grant_person FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT fk_grant_unit FOREIGN KEY (unit_id) REFERENCES unit (id))`,
};
