import type { Migration } from '#libs/platform';

export const createRosterFile: Migration = {
  version: 20261130205,
  name: 'CreateRosterFile',
  sql: `CREATE TABLE IF NOT EXISTS roster_file (
    import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
};
