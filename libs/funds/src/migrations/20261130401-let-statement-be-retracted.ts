import type { Migration } from '#libs/platform';

export const letStatementBeRetracted: Migration = {
  version: 20261130401,
  name: 'LetStatementBeRetracted',
  sql: `ALTER TABLE bank_statement
    ADD COLUMN IF NOT EXISTS retracted_at DATETIME(3) NULL,
    ADD COLUMN IF NOT EXISTS is_standing BOOLEAN AS (IF(retracted_at IS NULL, 1, NULL)) PERSISTENT,
    ADD UNIQUE KEY IF NOT EXISTS uq_statement_standing (unit_id, file_hash, is_standing),
    DROP KEY IF EXISTS uq_statement_file`,
};
