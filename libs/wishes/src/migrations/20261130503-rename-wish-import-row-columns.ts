import type { Migration } from '#libs/platform';

export const renameWishImportRowColumns: Migration = {
  version: 20261130503,
  name: 'RenameWishImportRowColumns',
  sql: `ALTER TABLE wish_import_row
    CHANGE COLUMN IF EXISTS why doubts VARCHAR(1000) NOT NULL,
    CHANGE COLUMN IF EXISTS wish_id subject_id UUID NULL`,
};
