import type { Migration } from '../database/migrations.js';

export const indexEventActor: Migration = {
  version: 20261124004,
  name: 'IndexEventActor',
  sql: 'CREATE INDEX IF NOT EXISTS ix_event_actor ON event (actor_id, row_no)',
};
