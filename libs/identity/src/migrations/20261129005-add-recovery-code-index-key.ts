import type { Migration } from '#libs/platform';

export const addRecoveryCodeIndexKey: Migration = {
  version: 20261129005,
  name: 'AddRecoveryCodeIndexKey',
  sql: 'ALTER TABLE recovery_code ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
