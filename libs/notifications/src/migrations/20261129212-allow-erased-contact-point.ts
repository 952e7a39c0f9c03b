import type { Migration } from '#libs/platform';

export const allowErasedContactPoint: Migration = {
  version: 20261129212,
  name: 'AllowErasedContactPoint',
  sql: `ALTER TABLE contact_point MODIFY address VARBINARY(2048) NULL,
    ADD KEY IF NOT EXISTS ix_contact_ended (ended_at)`,
};
