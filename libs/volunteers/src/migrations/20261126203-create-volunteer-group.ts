import type { Migration } from '#libs/platform';

export const createVolunteerGroup: Migration = {
  version: 20261126203,
  name: 'CreateVolunteerGroup',
  sql: `CREATE TABLE IF NOT EXISTS volunteer_group (
    id UUID PRIMARY KEY,
    kind ENUM('party_group','party_branch','work_unit') NOT NULL,
    name VARCHAR(60) NOT NULL,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    opened_by UUID NOT NULL,
    opened_at DATETIME(3) NOT NULL,
    closed_at DATETIME(3) NULL,
    is_open TINYINT AS (IF(closed_at IS NULL, 1, NULL)) PERSISTENT,
    UNIQUE KEY uq_group_name (unit_id, kind, name, is_open),
    KEY ix_group_path (unit_path, name))`,
};
