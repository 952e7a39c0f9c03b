import type { Migration } from '#libs/platform';

export const createBankBreak: Migration = {
  version: 20261130406,
  name: 'CreateBankBreak',
  sql: `CREATE TABLE IF NOT EXISTS bank_break (
    id UUID PRIMARY KEY,
    statement_id UUID NOT NULL,
    sheet VARCHAR(120) NOT NULL,
    row_no INT UNSIGNED NOT NULL,
    booked_on DATE NULL,
    missing_fen BIGINT NULL,
    reason VARCHAR(300) NULL,
    confirmed_by UUID NULL,
    confirmed_at DATETIME(3) NULL,
    KEY ix_break_statement (statement_id),
    CONSTRAINT fk_break_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
    CONSTRAINT ck_break CHECK ((reason IS NULL) = (confirmed_by IS NULL)
      AND (reason IS NULL) = (confirmed_at IS NULL)))`,
};
