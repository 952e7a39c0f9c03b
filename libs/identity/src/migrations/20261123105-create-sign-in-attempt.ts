import type { Migration } from '#libs/platform';

export const createSignInAttempt: Migration = {
  version: 20261123105,
  name: 'CreateSignInAttempt',
  sql: `CREATE TABLE IF NOT EXISTS sign_in_attempt (
    attempt_id UUID NOT NULL,
    key_hash BINARY(32) NOT NULL,
    attempted_at DATETIME(3) NOT NULL,
    PRIMARY KEY (attempt_id, key_hash),
    KEY ix_attempt_key (key_hash, attempted_at))`,
};
