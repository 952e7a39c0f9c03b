import type { Migration } from '#libs/platform';

export const addBankLineIndexKey: Migration = {
  version: 20261129009,
  name: 'AddBankLineIndexKey',
  sql: 'ALTER TABLE bank_line ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
