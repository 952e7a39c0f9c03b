import type { Migration } from '#libs/platform';

export const addUnitImportRowColumns: Migration = {
  version: 20261130704,
  name: 'AddUnitImportRowColumns',
  sql: `ALTER TABLE unit_import_row
    ADD COLUMN IF NOT EXISTS settled_by UUID NULL,
    ADD COLUMN IF NOT EXISTS is_taken_back TINYINT UNSIGNED NOT NULL DEFAULT 0`,
};
