import type { Invariant, Schema } from '#libs/platform';
import { staffImportSchema } from './staff/staff-import.schema.js';
import { unitImportSchema } from './units/unit-import.schema.js';

export const organizationSchema: Schema = {
  migrations: [...unitImportSchema.migrations, ...staffImportSchema.migrations],
  encrypted: {
    columns: [...unitImportSchema.encrypted.columns, ...staffImportSchema.encrypted.columns],
    plain: [...unitImportSchema.encrypted.plain, ...staffImportSchema.encrypted.plain],
  },
};

export const organizationInvariants: Invariant[] = [
  {
    name: 'staff.erased',
    rule: 'No row of a list of staff is left of a deleted account',
    sql: `SELECT p.id FROM person p WHERE p.erased_at IS NOT NULL
      AND EXISTS (SELECT 1 FROM staff_import_row r WHERE r.subject_id = p.id)`,
  },
  {
    name: 'staff.confirmed',
    rule: 'No role that came in with a list of staff was confirmed by the one who took the list in',
    sql: `SELECT g.id FROM staff_import_grant s JOIN role_grant g ON g.id = s.grant_id
      WHERE g.origin <> 'office' OR g.confirmed_by = g.granted_by`,
  },
];
