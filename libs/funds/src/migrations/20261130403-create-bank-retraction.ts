import type { Migration } from '#libs/platform';

export const createBankRetraction: Migration = {
  version: 20261130403,
  name: 'CreateBankRetraction',
  sql: `CREATE TABLE IF NOT EXISTS bank_retraction (
    id UUID PRIMARY KEY,
    statement_id UUID NOT NULL,
    reason VARCHAR(300) NOT NULL,
    proposed_by UUID NOT NULL,
    proposed_at DATETIME(3) NOT NULL,
    is_agreed BOOLEAN NULL,
    decided_by UUID NULL,
    decided_at DATETIME(3) NULL,
    standing_id UUID AS (IF(is_agreed IS NULL OR is_agreed, statement_id, NULL)) PERSISTENT,
    UNIQUE KEY uq_retraction_standing (standing_id),
    KEY ix_retraction_statement (statement_id),
    CONSTRAINT fk_retraction_statement FOREIGN KEY (statement_id) REFERENCES bank_statement (id),
    CONSTRAINT ck_retraction CHECK ((decided_by IS NULL) = (is_agreed IS NULL)
      AND (decided_at IS NULL) = (is_agreed IS NULL)
      AND (decided_by IS NULL OR decided_by <> proposed_by)))`,
};
