import type { Migration } from '../database/migrations.js';

export const createUpload: Migration = {
  version: 20261129031,
  name: 'CreateUpload',
  sql: `CREATE TABLE IF NOT EXISTS upload (
    id UUID PRIMARY KEY,
    person_id UUID NOT NULL,
    bytes INT UNSIGNED NOT NULL,
    uploaded_at DATETIME(3) NOT NULL,
    KEY ix_upload_person (person_id, uploaded_at),
    KEY ix_upload_time (uploaded_at))`,
};
