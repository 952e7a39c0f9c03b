import type { Migration } from '#libs/platform';

export const createUnitImportFile: Migration = {
  version: 20261130705,
  name: 'CreateUnitImportFile',
  sql: `CREATE TABLE IF NOT EXISTS unit_import_file (
    import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
};
