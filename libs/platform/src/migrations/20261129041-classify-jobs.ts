import type { Migration } from '../database/migrations.js';

export const classifyJobs: Migration = {
  version: 20261129041,
  name: 'ClassifyJobs',
  sql: `ALTER TABLE job
    ADD COLUMN IF NOT EXISTS lane ENUM('deadline','interactive','listener','bulk')
      NOT NULL DEFAULT 'deadline' AFTER kind`,
};
