import type { Migration } from '../database/migrations.js';

export const createFile: Migration = {
  version: 20261124001,
  name: 'CreateFile',
  sql: `CREATE TABLE IF NOT EXISTS file (
    id UUID PRIMARY KEY,
    purpose ENUM('need','done') NOT NULL,
    status ENUM('receiving','received','ready','refused') NOT NULL,
    width SMALLINT UNSIGNED NULL,
    height SMALLINT UNSIGNED NULL,
    subject_id UUID NULL,
    created_by UUID NOT NULL,
    created_at DATETIME(3) NOT NULL,
    KEY ix_file_subject (subject_id),
    KEY ix_file_sender (created_by, created_at))`,
};
