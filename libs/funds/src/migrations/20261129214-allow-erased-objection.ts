import type { Migration } from '#libs/platform';

export const allowErasedObjection: Migration = {
  version: 20261129214,
  name: 'AllowErasedObjection',
  sql: `ALTER TABLE spend_objection
    MODIFY text VARBINARY(2048) NULL,
    ADD KEY IF NOT EXISTS ix_objection_answered (answered_at),
    ADD KEY IF NOT EXISTS ix_objection_raised (raised_by)`,
};
