import type { Migration } from '../database/migrations.js';

export const createWriteProbe: Migration = {
  version: 20261129040,
  name: 'CreateWriteProbe',
  sql: 'CREATE TABLE IF NOT EXISTS write_probe (id TINYINT UNSIGNED PRIMARY KEY, written_at DATETIME(3) NOT NULL)',
};
