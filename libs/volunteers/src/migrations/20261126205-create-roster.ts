import type { Migration } from '#libs/platform';

export const createRoster: Migration = {
  version: 20261126205,
  name: 'CreateRoster',
  sql: `CREATE TABLE IF NOT EXISTS roster (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    file_name VARCHAR(120) NOT NULL,
    status ENUM('ready','committing','committed') NOT NULL,
    created_by UUID NOT NULL,
    created_at DATETIME(3) NOT NULL,
    committed_by UUID NULL,
    finished_at DATETIME(3) NULL,
    KEY ix_roster_path (unit_path, id))`,
};
