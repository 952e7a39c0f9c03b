import type { Migration } from '#libs/platform';

export const keepWhatRosterRowRepeats: Migration = {
  version: 20261130604,
  name: 'KeepWhatRosterRowRepeats',
  sql: `ALTER TABLE roster_row
    CHANGE COLUMN IF EXISTS settled_by corrected_by UUID NULL,
    ADD COLUMN IF NOT EXISTS same_as JSON NULL`,
};
