import type { Migration } from '#libs/platform';

export const keepWhatStaffImportRowRepeats: Migration = {
  version: 20261130717,
  name: 'KeepWhatStaffImportRowRepeats',
  sql: `ALTER TABLE staff_import_row
    CHANGE COLUMN IF EXISTS settled_by corrected_by UUID NULL,
    ADD COLUMN IF NOT EXISTS same_as JSON NULL`,
};
