import type { Migration } from '#libs/platform';

export const countReadingsOfRoster: Migration = {
  version: 20261130603,
  name: 'CountReadingsOfRoster',
  sql: `ALTER TABLE roster
    ADD COLUMN IF NOT EXISTS reading INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_sheets INT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hidden_rows INT UNSIGNED NOT NULL DEFAULT 0`,
};
