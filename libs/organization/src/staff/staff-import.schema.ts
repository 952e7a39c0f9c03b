import type { Schema } from '#libs/platform';
import { importTables } from '#libs/imports';

const tables = importTables('staff_import', { version: 20261130711, name: 'StaffImport' });

export const staffImportSchema = {
  ...tables,
  migrations: [
    ...tables.migrations,
    {
      version: 20261130718,
      name: 'CreateStaffImportGrant',
      sql: `CREATE TABLE IF NOT EXISTS staff_import_grant (
        import_id UUID NOT NULL, grant_id UUID NOT NULL, PRIMARY KEY (import_id, grant_id))`,
    },
    {
      version: 20261130719,
      name: 'IndexStaffImportPerson',
      sql: 'CREATE INDEX IF NOT EXISTS ix_staff_import_person ON staff_import_row (subject_id)',
    },
  ],
} satisfies Schema;
