import type { Migration } from '#libs/platform';

export const countReadingsOfUnitImport: Migration = {
  version: 20261130706,
  name: 'CountReadingsOfUnitImport',
  sql: `ALTER TABLE unit_import
    ADD COLUMN IF NOT EXISTS reading INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_sheets INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_rows INT UNSIGNED NOT NULL DEFAULT 0`,
};
