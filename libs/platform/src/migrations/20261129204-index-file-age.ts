import type { Migration } from '../database/migrations.js';

export const indexFileAge: Migration = {
  version: 20261129204,
  name: 'IndexFileAge',
  sql: 'CREATE INDEX IF NOT EXISTS ix_file_age ON file (purpose, created_at)',
};
