import type { Migration } from '#libs/platform';

export const addPayeeIndexKey: Migration = {
  version: 20261129303,
  name: 'AddPayeeIndexKey',
  sql: 'ALTER TABLE payee ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
