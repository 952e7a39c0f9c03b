import type { Migration } from '#libs/platform';

export const createFundMonth: Migration = {
  version: 20261124351,
  name: 'CreateFundMonth',
  sql: `CREATE TABLE IF NOT EXISTS fund_month (
    unit_id UUID NOT NULL,
    year SMALLINT UNSIGNED NOT NULL,
    month CHAR(7) CHARACTER SET ascii NOT NULL,
    kind VARCHAR(10) CHARACTER SET ascii NOT NULL,
    amount_fen BIGINT NOT NULL,
    PRIMARY KEY (unit_id, year, month, kind))`,
};
