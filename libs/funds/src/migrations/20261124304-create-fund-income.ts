import type { Migration } from '#libs/platform';

export const createFundIncome: Migration = {
  version: 20261124304,
  name: 'CreateFundIncome',
  sql: `CREATE TABLE IF NOT EXISTS fund_income (
    id UUID PRIMARY KEY,
    unit_id UUID NOT NULL,
    unit_path VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    source ENUM('top_up','donation','co_funding') NOT NULL,
    is_in_kind BOOLEAN NOT NULL,
    amount_fen BIGINT NOT NULL,
    giver VARCHAR(80) NOT NULL,
    reference VARCHAR(60) NOT NULL,
    recorded_by UUID NOT NULL,
    recorded_at DATETIME(3) NOT NULL,
    UNIQUE KEY uq_income_reference (unit_id, source, reference),
    KEY ix_income_year (unit_id, year),
    CONSTRAINT ck_income CHECK (amount_fen > 0 AND (NOT is_in_kind OR source = 'donation')))`,
};
