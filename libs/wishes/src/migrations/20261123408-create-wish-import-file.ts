import type { Migration } from '#libs/platform';

export const createWishImportFile: Migration = {
  version: 20261123408,
  name: 'CreateWishImportFile',
  sql: `CREATE TABLE IF NOT EXISTS wish_import_file (
    import_id UUID NOT NULL, part SMALLINT UNSIGNED NOT NULL, body MEDIUMBLOB NOT NULL, PRIMARY KEY (import_id, part))`,
};
