import type { Migration } from '#libs/platform';

export const addClaimExtension: Migration = {
  version: 20261126421,
  name: 'AddClaimExtension',
  sql: 'ALTER TABLE claim ADD COLUMN IF NOT EXISTS extended_at DATETIME(3) NULL',
};
