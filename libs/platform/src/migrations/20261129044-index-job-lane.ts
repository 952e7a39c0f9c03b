import type { Migration } from '../database/migrations.js';

export const indexJobLane: Migration = {
  version: 20261129044,
  name: 'IndexJobLane',
  sql: 'CREATE INDEX IF NOT EXISTS ix_job_lane ON job (status, lane, due_at)',
};
