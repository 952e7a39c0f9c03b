import type { Migration } from '#libs/platform';

export const addWishIndexKey: Migration = {
  version: 20261129007,
  name: 'AddWishIndexKey',
  sql: 'ALTER TABLE wish ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
