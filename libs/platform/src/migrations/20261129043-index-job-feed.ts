import type { Migration } from '../database/migrations.js';

export const indexJobFeed: Migration = {
  version: 20261129043,
  name: 'IndexJobFeed',
  sql: 'CREATE INDEX IF NOT EXISTS ix_job_feed ON job (status, lane, queued_at, due_at)',
};
