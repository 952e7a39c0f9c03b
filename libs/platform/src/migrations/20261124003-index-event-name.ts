import type { Migration } from '../database/migrations.js';

export const indexEventName: Migration = {
  version: 20261124003,
  name: 'IndexEventName',
  sql: 'CREATE INDEX IF NOT EXISTS ix_event_name ON event (name, row_no)',
};
