import type { Migration } from '../database/migrations.js';

export const indexEventOccurred: Migration = {
  version: 20261124005,
  name: 'IndexEventOccurred',
  sql: 'CREATE INDEX IF NOT EXISTS ix_event_occurred ON event (occurred_at)',
};
