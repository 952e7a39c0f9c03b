import type { Migration } from '#libs/platform';

export const renameWishImportColumns: Migration = {
  version: 20261130501,
  name: 'RenameWishImportColumns',
  sql: `ALTER TABLE wish_import
    CHANGE COLUMN IF EXISTS wishes_added added INT UNSIGNED NOT NULL DEFAULT 0,
    CHANGE COLUMN IF EXISTS wishes_known known INT UNSIGNED NOT NULL DEFAULT 0`,
};
