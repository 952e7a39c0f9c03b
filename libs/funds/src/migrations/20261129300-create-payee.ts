import type { Migration } from '#libs/platform';

export const createPayee: Migration = {
  version: 20261129300,
  name: 'CreatePayee',
  sql: `CREATE TABLE IF NOT EXISTS payee (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind ENUM('organisation','person','unsettled') NOT NULL,
    name VARCHAR(80) NULL,
    sealed_name VARBINARY(400) NULL,
    name_hash BINARY(32) NOT NULL,
    credit_code CHAR(18) CHARACTER SET ascii NULL,
    added_by UUID NULL,
    added_at DATETIME(3) NOT NULL,
    settled_by UUID NULL,
    settled_at DATETIME(3) NULL,
    UNIQUE KEY uq_payee_name (unit_id, name_hash),
    KEY ix_payee_list (unit_path, kind),
    KEY ix_payee_hash (name_hash),
    CONSTRAINT ck_payee_name CHECK ((kind = 'organisation') = (name IS NOT NULL)
      AND (kind <> 'organisation') = (sealed_name IS NOT NULL)
      AND (credit_code IS NULL OR kind = 'organisation')))`,
};
