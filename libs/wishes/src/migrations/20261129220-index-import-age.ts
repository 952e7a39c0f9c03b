import type { Migration } from '#libs/platform';

export const indexImportAge: Migration = {
  version: 20261129220,
  name: 'IndexImportAge',
  sql: 'CREATE INDEX IF NOT EXISTS ix_import_age ON wish_import (created_at)',
};
