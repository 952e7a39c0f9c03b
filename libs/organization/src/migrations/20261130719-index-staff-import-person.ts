import type { Migration } from '#libs/platform';

export const indexStaffImportPerson: Migration = {
  version: 20261130719,
  name: 'IndexStaffImportPerson',
  sql: 'CREATE INDEX IF NOT EXISTS ix_staff_import_person ON staff_import_row (subject_id)',
};
