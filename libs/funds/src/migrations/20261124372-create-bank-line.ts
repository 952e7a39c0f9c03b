import type { Migration } from '#libs/platform';

export const createBankLine: Migration = {
  version: 20261124372,
  name: 'CreateBankLine',
  sql: `CREATE TABLE IF NOT EXISTS bank_line (
    id UUID PRIMARY KEY,
    statement_id UUID NOT NULL,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    line_hash BINARY(32) NOT NULL,
    booked_on DATE NOT NULL,
    amount_fen BIGINT NOT NULL,
    balance_fen BIGINT NULL,
    told VARBINARY(4096) NOT NULL,
    match_id UUID NULL,
    aside_reason VARCHAR(300) NULL,
    aside_by UUID NULL,
    state ENUM('open','matched','aside')
      AS (IF(match_id IS NOT NULL, 'matched', IF(aside_reason IS NOT NULL, 'aside', 'open'))) PERSISTENT,
    UNIQUE KEY uq_line_hash (unit_id, line_hash),
    KEY ix_line_state (unit_id, state, booked_on, id),
    KEY ix_line_match (match_id),
    CONSTRAINT fk_line_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
    CONSTRAINT ck_line CHECK (amount_fen <> 0 AND (match_id IS NULL OR aside_reason IS NULL)
      AND (aside_reason IS NULL) = (aside_by IS NULL)))`,
};
