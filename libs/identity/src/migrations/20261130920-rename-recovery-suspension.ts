import type { Migration } from '#libs/platform';

export const renameRecoverySuspension: Migration = {
  version: 20261130920,
  name: 'RenameRecoverySuspension',
  sql: `ALTER TABLE account_recovery
    DROP CONSTRAINT IF EXISTS ck_recovery,
    RENAME COLUMN IF EXISTS rests_until TO suspended_until,
    ADD CONSTRAINT ck_recovery CHECK ((given_by IS NULL OR given_by <> person_id)
      AND (suspended_until IS NULL OR used_at IS NOT NULL))`,
};
