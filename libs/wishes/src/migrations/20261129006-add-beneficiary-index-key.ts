import type { Migration } from '#libs/platform';

export const addBeneficiaryIndexKey: Migration = {
  version: 20261129006,
  name: 'AddBeneficiaryIndexKey',
  sql: 'ALTER TABLE beneficiary ADD COLUMN IF NOT EXISTS index_key_no SMALLINT UNSIGNED NOT NULL DEFAULT 1',
};
