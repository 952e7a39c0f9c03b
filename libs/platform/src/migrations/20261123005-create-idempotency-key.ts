import type { Migration } from '../database/migrations.js';

export const createIdempotencyKey: Migration = {
  version: 20261123005,
  name: 'CreateIdempotencyKey',
  sql: `CREATE TABLE IF NOT EXISTS idempotency_key (
    person_id UUID NOT NULL,
    ikey VARCHAR(100) NOT NULL,
    request_hash BINARY(32) NOT NULL,
    response MEDIUMTEXT NULL,
    problem TEXT NULL,
    created_at DATETIME(3) NOT NULL,
    PRIMARY KEY (person_id, ikey),
    KEY ix_idempotency_created (created_at))`,
};
