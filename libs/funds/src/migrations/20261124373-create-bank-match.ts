import type { Migration } from '#libs/platform';

export const createBankMatch: Migration = {
  version: 20261124373,
  name: 'CreateBankMatch',
  sql: `CREATE TABLE IF NOT EXISTS bank_match (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    amount_fen BIGINT NOT NULL,
    made_by UUID NOT NULL,
    made_at DATETIME(3) NOT NULL,
    undone_by UUID NULL,
    undone_at DATETIME(3) NULL,
    KEY ix_match_unit (unit_id, made_at),
    CONSTRAINT ck_match CHECK ((undone_by IS NULL) = (undone_at IS NULL)))`,
};
