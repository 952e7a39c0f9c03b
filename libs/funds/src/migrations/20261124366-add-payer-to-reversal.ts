import type { Migration } from '#libs/platform';

export const addPayerToReversal: Migration = {
  version: 20261124366,
  name: 'AddPayerToReversal',
  sql: 'ALTER TABLE fund_reversal ADD COLUMN IF NOT EXISTS paid_by UUID NULL',
};
