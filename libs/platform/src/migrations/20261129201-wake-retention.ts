import type { Migration } from '../database/migrations.js';

// The district has a week to set periods of its own before anything is erased.
export const wakeRetention: Migration = {
  version: 20261129201,
  name: 'WakeRetention',
  sql: `INSERT IGNORE INTO job (id, kind, lane, subject_id, due_at)
    VALUES (UUID(), 'retention.daily', 'bulk', '00000000-0000-0000-0000-000000000000',
      UTC_TIMESTAMP(3) + INTERVAL 7 DAY)`,
};
