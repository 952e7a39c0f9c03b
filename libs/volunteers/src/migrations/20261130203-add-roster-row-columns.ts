import type { Migration } from '#libs/platform';

export const addRosterRowColumns: Migration = {
  version: 20261130203,
  name: 'AddRosterRowColumns',
  sql: `ALTER TABLE roster_row DROP KEY IF EXISTS ix_roster_age, DROP COLUMN IF EXISTS created_at,
    ADD COLUMN IF NOT EXISTS settled_by UUID NULL,
    ADD COLUMN IF NOT EXISTS is_taken_back TINYINT UNSIGNED NOT NULL DEFAULT 0`,
};
