import { encryptedColumns, type Invariant, type Schema } from '#libs/platform';
import { erasedPeople } from '#libs/identity';
import { importEncrypted } from '#libs/imports';
import { SERVICE_CERTIFICATE } from './service/certificate.js';
import * as migrations from './migrations/index.js';

export const volunteersSchema: Schema = {
  migrations: Object.values(migrations),
  // The reason of a reversal is deleted with the account; the hours stay.
  rights: [{ table: 'service_entry', rights: 'append', mayUpdate: ['reason'] }],
  encrypted: {
    columns: [...encryptedColumns('volunteer_licence', ['number']), ...importEncrypted('roster').columns],
    plain: importEncrypted('roster').plain,
    signing: [SERVICE_CERTIFICATE],
  },
};

export const volunteersInvariants: Invariant[] = [
  {
    name: 'volunteer.erased',
    rule: 'No profile, licence, group or roster row of a deleted account is left',
    sql: erasedPeople(`EXISTS (SELECT 1 FROM volunteer v WHERE v.person_id = p.id)
        OR EXISTS (SELECT 1 FROM volunteer_licence l WHERE l.person_id = p.id)
        OR EXISTS (SELECT 1 FROM group_member m WHERE m.person_id = p.id)
        OR EXISTS (SELECT 1 FROM roster_row r WHERE r.subject_id = p.id)`),
  },
];
