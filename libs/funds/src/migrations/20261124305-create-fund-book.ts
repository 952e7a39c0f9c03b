import type { Migration } from '#libs/platform';

export const createFundBook: Migration = {
  version: 20261124305,
  name: 'CreateFundBook',
  sql: `CREATE TABLE IF NOT EXISTS fund_book (
    unit_id UUID PRIMARY KEY, entries INT UNSIGNED NOT NULL, hash BINARY(32) NOT NULL)`,
};
