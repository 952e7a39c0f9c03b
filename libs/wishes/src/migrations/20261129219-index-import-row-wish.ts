import type { Migration } from '#libs/platform';

export const indexImportRowWish: Migration = {
  version: 20261129219,
  name: 'IndexImportRowWish',
  sql: 'CREATE INDEX IF NOT EXISTS ix_import_row_wish ON wish_import_row (wish_id)',
};
