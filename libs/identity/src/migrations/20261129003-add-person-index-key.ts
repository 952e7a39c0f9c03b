import type { Migration } from '#libs/platform';

export const addPersonIndexKey: Migration = {
  version: 20261129003,
  name: 'AddPersonIndexKey',
  sql: 'ALTER TABLE person ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
