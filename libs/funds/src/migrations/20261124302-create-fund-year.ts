import type { Migration } from '#libs/platform';

export const createFundYear: Migration = {
  version: 20261124302,
  name: 'CreateFundYear',
  sql: `CREATE TABLE IF NOT EXISTS fund_year (
    unit_id UUID NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    opened_at DATETIME(3) NOT NULL,
    rollover ENUM('return','carry','carry_with_cap') NULL,
    carry_cap_fen BIGINT NULL,
    closed_at DATETIME(3) NULL,
    closed_by UUID NULL,
    PRIMARY KEY (unit_id, year),
    CONSTRAINT ck_year_closing CHECK ((closed_at IS NULL) = (rollover IS NULL)
      AND (carry_cap_fen IS NOT NULL) = (rollover <=> 'carry_with_cap')))`,
};
