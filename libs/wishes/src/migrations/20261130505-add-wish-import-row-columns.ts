import type { Migration } from '#libs/platform';

export const addWishImportRowColumns: Migration = {
  version: 20261130505,
  name: 'AddWishImportRowColumns',
  sql: `ALTER TABLE wish_import_row MODIFY doubts JSON NOT NULL,
    ADD COLUMN IF NOT EXISTS settled_by UUID NULL,
    ADD COLUMN IF NOT EXISTS is_taken_back TINYINT UNSIGNED NOT NULL DEFAULT 0`,
};
