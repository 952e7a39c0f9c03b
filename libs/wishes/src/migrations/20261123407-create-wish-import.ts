import type { Migration } from '#libs/platform';

export const createWishImport: Migration = {
  version: 20261123407,
  name: 'CreateWishImport',
  sql: `CREATE TABLE IF NOT EXISTS wish_import (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    file_name VARCHAR(120) NOT NULL,
    file_hash BINARY(32) NOT NULL,
    status ENUM('reading','ready','committing','committed','failed') NOT NULL,
    problem VARCHAR(40) NULL,
    rows_read INT UNSIGNED NOT NULL DEFAULT 0,
    rows_total INT UNSIGNED NOT NULL DEFAULT 0,
    wishes_added INT UNSIGNED NOT NULL DEFAULT 0,
    wishes_known INT UNSIGNED NOT NULL DEFAULT 0,
    created_by UUID NOT NULL,
    created_at DATETIME(3) NOT NULL,
    finished_at DATETIME(3) NULL,
    KEY ix_import_scope (unit_path, id))`,
};
