import type { Migration } from '#libs/platform';

export const keepWhatWishImportRowRepeats: Migration = {
  version: 20261130602,
  name: 'KeepWhatWishImportRowRepeats',
  sql: `ALTER TABLE wish_import_row
    CHANGE COLUMN IF EXISTS settled_by corrected_by UUID NULL,
    ADD COLUMN IF NOT EXISTS same_as JSON NULL`,
};
