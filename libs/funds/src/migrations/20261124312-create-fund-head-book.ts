import type { Migration } from '#libs/platform';

export const createFundHeadBook: Migration = {
  version: 20261124312,
  name: 'CreateFundHeadBook',
  sql: `CREATE TABLE IF NOT EXISTS fund_head_book (
    unit_id UUID NOT NULL,
    day DATE NOT NULL,
    entries INT UNSIGNED NOT NULL,
    hash BINARY(32) NOT NULL,
    root BINARY(32) NOT NULL,
    PRIMARY KEY (unit_id, day))`,
};
