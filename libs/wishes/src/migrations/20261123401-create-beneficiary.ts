import type { Migration } from '#libs/platform';

export const createBeneficiary: Migration = {
  version: 20261123401,
  name: 'CreateBeneficiary',
  sql: `CREATE TABLE IF NOT EXISTS beneficiary (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    identity_hash BINARY(32) NOT NULL,
    name VARBINARY(300) NULL,
    phone VARBINARY(120) NULL,
    phone_hash BINARY(32) NULL,
    address VARBINARY(800) NULL,
    hardship VARBINARY(300) NULL,
    age TINYINT UNSIGNED NULL,
    UNIQUE KEY uq_beneficiary (unit_id, identity_hash),
    KEY ix_beneficiary_phone (phone_hash))`,
};
