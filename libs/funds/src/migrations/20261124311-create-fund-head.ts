import type { Migration } from '#libs/platform';

export const createFundHead: Migration = {
  version: 20261124311,
  name: 'CreateFundHead',
  sql: `CREATE TABLE IF NOT EXISTS fund_head (
    day DATE PRIMARY KEY,
    body MEDIUMTEXT NOT NULL,
    hash BINARY(32) NOT NULL,
    key_id TINYINT UNSIGNED NOT NULL,
    public_key VARBINARY(64) NOT NULL,
    signature BINARY(64) NOT NULL,
    sealed_at DATETIME(3) NOT NULL)`,
};
