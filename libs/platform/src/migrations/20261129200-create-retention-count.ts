import type { Migration } from '../database/migrations.js';

export const createRetentionCount: Migration = {
  version: 20261129200,
  name: 'CreateRetentionCount',
  sql: `CREATE TABLE IF NOT EXISTS retention_count (
    done_on DATE NOT NULL,
    period VARCHAR(40) CHARACTER SET ascii NOT NULL,
    erased INT UNSIGNED NOT NULL,
    PRIMARY KEY (period, done_on))`,
};
