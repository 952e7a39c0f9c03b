import type { Migration } from '#libs/platform';

export const createBankStatement: Migration = {
  version: 20261124371,
  name: 'CreateBankStatement',
  sql: `CREATE TABLE IF NOT EXISTS bank_statement (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    file_name VARCHAR(120) NOT NULL,
    file_hash BINARY(32) NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    closing_fen BIGINT NULL,
    line_count INT UNSIGNED NOT NULL,
    added_count INT UNSIGNED NOT NULL,
    breaks JSON NOT NULL,
    imported_by UUID NOT NULL,
    imported_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_statement_file (unit_id, file_hash),
    KEY ix_statement_unit (unit_id, until_on))`,
};
