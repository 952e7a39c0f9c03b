import type { Migration } from '#libs/platform';

export const createUnitImport: Migration = {
  version: 20261130701,
  name: 'CreateUnitImport',
  sql: `CREATE TABLE IF NOT EXISTS unit_import (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    file_name VARCHAR(120) NOT NULL,
    status ENUM('reading') NOT NULL,
    created_by UUID NOT NULL,
    created_at DATETIME(3) NOT NULL,
    finished_at DATETIME(3) NULL,
    KEY ix_unit_import_path (unit_path, id),
    KEY ix_unit_import_age (created_at))`,
};
