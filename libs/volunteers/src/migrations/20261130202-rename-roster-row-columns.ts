import type { Migration } from '#libs/platform';

export const renameRosterRowColumns: Migration = {
  version: 20261130202,
  name: 'RenameRosterRowColumns',
  sql: `ALTER TABLE roster_row
    CHANGE COLUMN IF EXISTS roster_id import_id UUID NOT NULL,
    CHANGE COLUMN IF EXISTS person_id subject_id UUID NULL`,
};
