import type { Migration } from '#libs/platform';

export const keepWhatUnitImportRowRepeats: Migration = {
  version: 20261130707,
  name: 'KeepWhatUnitImportRowRepeats',
  sql: `ALTER TABLE unit_import_row
    CHANGE COLUMN IF EXISTS settled_by corrected_by UUID NULL,
    ADD COLUMN IF NOT EXISTS same_as JSON NULL`,
};
