import type { Migration } from '#libs/platform';

export const countReadingsOfWishImport: Migration = {
  version: 20261130601,
  name: 'CountReadingsOfWishImport',
  sql: `ALTER TABLE wish_import
    ADD COLUMN IF NOT EXISTS reading INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_sheets INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_rows INT UNSIGNED NOT NULL DEFAULT 0`,
};
