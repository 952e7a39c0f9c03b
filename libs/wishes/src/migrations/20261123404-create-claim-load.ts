import type { Migration } from '#libs/platform';

export const createClaimLoad: Migration = {
  version: 20261123404,
  name: 'CreateClaimLoad',
  sql: `CREATE TABLE IF NOT EXISTS claim_load (
    volunteer_id UUID PRIMARY KEY, open_claims SMALLINT UNSIGNED NOT NULL)`,
};
