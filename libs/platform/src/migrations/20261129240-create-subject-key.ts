import type { Migration } from '../database/migrations.js';

export const createSubjectKey: Migration = {
  version: 20261129240,
  name: 'CreateSubjectKey',
  sql: `CREATE TABLE IF NOT EXISTS subject_key (
    subject_id UUID PRIMARY KEY,
    secret VARBINARY(100) NOT NULL,
    created_at DATETIME(3) NOT NULL)`,
};
