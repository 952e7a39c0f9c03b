import type { Invariant, Schema } from '#libs/platform';
import { erasedPeople, joinGrant } from '#libs/identity';
import { importEncrypted } from '#libs/imports';
import * as migrations from './migrations/index.js';

const IMPORTED = [importEncrypted('unit_import'), importEncrypted('staff_import')];

export const organizationSchema: Schema = {
  migrations: Object.values(migrations),
  encrypted: {
    columns: IMPORTED.flatMap(({ columns }) => columns),
    plain: IMPORTED.flatMap(({ plain }) => plain),
  },
};

export const organizationInvariants: Invariant[] = [
  {
    name: 'staff.erased',
    rule: 'No row of a list of staff is left of a deleted account',
    sql: erasedPeople('EXISTS (SELECT 1 FROM staff_import_row r WHERE r.subject_id = p.id)'),
  },
  {
    name: 'staff.confirmed',
    rule: 'No role from a staff list was confirmed by the person who imported the list',
    sql: `SELECT g.id FROM staff_import_grant s ${joinGrant('s.grant_id')}
      WHERE g.origin <> 'office' OR g.confirmed_by = g.granted_by`,
  },
];
