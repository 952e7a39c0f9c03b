import type { Migration } from '#libs/platform';

export const countReadingsOfStaffImport: Migration = {
  version: 20261130716,
  name: 'CountReadingsOfStaffImport',
  sql: `ALTER TABLE staff_import
    ADD COLUMN IF NOT EXISTS reading INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_sheets INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_rows INT UNSIGNED NOT NULL DEFAULT 0`,
};
