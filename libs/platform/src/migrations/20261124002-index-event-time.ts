import type { Migration } from '../database/migrations.js';

export const indexEventTime: Migration = {
  version: 20261124002,
  name: 'IndexEventTime',
  sql: 'CREATE INDEX IF NOT EXISTS ix_event_unit_time ON event (unit_id, row_no)',
};
