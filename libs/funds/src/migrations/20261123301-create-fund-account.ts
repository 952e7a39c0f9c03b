import type { Migration } from '#libs/platform';

export const createFundAccount: Migration = {
  version: 20261123301,
  name: 'CreateFundAccount',
  sql: `CREATE TABLE IF NOT EXISTS fund_account (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    kind ENUM('allotted','available','reserved','paid') NOT NULL,
    balance_fen BIGINT NOT NULL DEFAULT 0,
    UNIQUE KEY uq_account (unit_id, year, kind),
    CONSTRAINT ck_account_never_below_zero CHECK (kind = 'allotted' OR balance_fen >= 0))`,
};
