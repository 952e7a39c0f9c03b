import type { Migration } from '../database/migrations.js';

export const createKeyRotation: Migration = {
  version: 20261129002,
  name: 'CreateKeyRotation',
  sql: `CREATE TABLE IF NOT EXISTS key_rotation (
    purpose VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    key_no SMALLINT UNSIGNED NOT NULL,
    part VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reached JSON NULL,
    moved BIGINT UNSIGNED NOT NULL DEFAULT 0,
    unreadable INT UNSIGNED NOT NULL DEFAULT 0,
    started_at DATETIME(3) NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    finished_at DATETIME(3) NULL,
    PRIMARY KEY (purpose, key_no, part))`,
};
