import type { Migration } from '#libs/platform';

export const createSpendVersion: Migration = {
  version: 20261124333,
  name: 'CreateSpendVersion',
  sql: `CREATE TABLE IF NOT EXISTS spend_version (
    spend_request_id UUID NOT NULL,
    version SMALLINT UNSIGNED NOT NULL,
    body JSON NOT NULL,
    made_by UUID NOT NULL,
    made_at DATETIME(3) NOT NULL,
    PRIMARY KEY (spend_request_id, version))`,
};
