import type { Migration } from '#libs/platform';

export const createSession: Migration = {
  version: 20261123104,
  name: 'CreateSession',
  sql: `CREATE TABLE IF NOT EXISTS session (
    id UUID PRIMARY KEY,
    token_hash BINARY(32) NOT NULL,
    person_id UUID NOT NULL,
    device VARCHAR(120) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    seen_at DATETIME(3) NOT NULL,
    idle_minutes INT UNSIGNED NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    ended_at DATETIME(3) NULL,
    UNIQUE KEY uq_session_token (token_hash),
    KEY ix_session_person (person_id, ended_at))`,
};
