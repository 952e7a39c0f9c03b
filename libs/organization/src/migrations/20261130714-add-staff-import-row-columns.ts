import type { Migration } from '#libs/platform';

export const addStaffImportRowColumns: Migration = {
  version: 20261130714,
  name: 'AddStaffImportRowColumns',
  sql: `ALTER TABLE staff_import_row
    ADD COLUMN IF NOT EXISTS settled_by UUID NULL,
    ADD COLUMN IF NOT EXISTS is_taken_back TINYINT UNSIGNED NOT NULL DEFAULT 0`,
};
