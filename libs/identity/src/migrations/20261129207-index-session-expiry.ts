import type { Migration } from '#libs/platform';

export const indexSessionExpiry: Migration = {
  version: 20261129207,
  name: 'IndexSessionExpiry',
  sql: 'CREATE INDEX IF NOT EXISTS ix_session_expiry ON session (expires_at)',
};
