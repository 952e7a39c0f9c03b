import type { Migration } from '#libs/platform';

export const proveSession: Migration = {
  version: 20261124108,
  name: 'ProveSession',
  sql: 'ALTER TABLE session ADD COLUMN IF NOT EXISTS proven_at DATETIME(3) NULL',
};
