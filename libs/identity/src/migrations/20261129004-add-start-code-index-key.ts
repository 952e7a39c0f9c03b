import type { Migration } from '#libs/platform';

export const addStartCodeIndexKey: Migration = {
  version: 20261129004,
  name: 'AddStartCodeIndexKey',
  sql: 'ALTER TABLE start_code ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
