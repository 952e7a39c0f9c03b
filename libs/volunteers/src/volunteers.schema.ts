import { encryptedColumns, type Invariant, type Schema } from '#libs/platform';
import { erasedPeople } from '#libs/identity';
import { groupsSchema } from './groups/groups.schema.js';
import { REACHES } from './profile-codes.js';
import { rosterSchema } from './roster/roster.schema.js';
import { SERVICE_CERTIFICATE } from './service/certificate.js';
import { serviceSchema } from './service/service.schema.js';
import { USUAL_REACH } from './volunteers.js';

export const volunteersSchema: Schema = {
  migrations: [
    {
      version: 20261123201,
      name: 'CreateVolunteer',
      sql: `CREATE TABLE IF NOT EXISTS volunteer (
        person_id UUID PRIMARY KEY,
        strengths JSON NOT NULL,
        max_open_claims TINYINT UNSIGNED NOT NULL,
        updated_at DATETIME(3) NOT NULL)`,
    },
    {
      version: 20261123202,
      name: 'CreateVolunteerLicence',
      sql: `CREATE TABLE IF NOT EXISTS volunteer_licence (
        id UUID PRIMARY KEY,
        person_id UUID NOT NULL,
        kind VARCHAR(24) NOT NULL,
        valid_until DATE NOT NULL,
        verified_by UUID NULL,
        verified_at DATETIME(3) NULL,
        UNIQUE KEY uq_licence (person_id, kind),
        CONSTRAINT ck_licence_eyes CHECK (verified_by IS NULL OR verified_by <> person_id))`,
    },
    {
      version: 20261125201,
      name: 'WidenVolunteer',
      sql: `ALTER TABLE volunteer
        ADD COLUMN IF NOT EXISTS languages JSON NOT NULL DEFAULT '[]',
        ADD COLUMN IF NOT EXISTS reach ENUM(${REACHES.map((reach) => `'${reach}'`).join(',')}) NOT NULL DEFAULT '${USUAL_REACH}',
        ADD COLUMN IF NOT EXISTS windows JSON NOT NULL DEFAULT '[]',
        ADD COLUMN IF NOT EXISTS liked JSON NOT NULL DEFAULT '[]',
        ADD COLUMN IF NOT EXISTS disliked JSON NOT NULL DEFAULT '[]',
        ADD COLUMN IF NOT EXISTS away_until DATE NULL`,
    },
    {
      version: 20261126202,
      name: 'AddLicenceNumber',
      sql: 'ALTER TABLE volunteer_licence ADD COLUMN IF NOT EXISTS number VARBINARY(300) NULL',
    },
    {
      version: 20261129209,
      name: 'IndexRosterPerson',
      sql: 'CREATE INDEX IF NOT EXISTS ix_roster_person ON roster_row (person_id)',
    },
    {
      version: 20261130801,
      name: 'RenameVolunteerSkills',
      sql: 'ALTER TABLE volunteer RENAME COLUMN IF EXISTS strengths TO skills',
    },
    ...serviceSchema.migrations,
    ...groupsSchema.migrations,
    ...rosterSchema.migrations,
  ],
  rights: serviceSchema.rights,
  encrypted: {
    columns: [...encryptedColumns('volunteer_licence', ['number']), ...rosterSchema.encrypted.columns],
    plain: rosterSchema.encrypted.plain,
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
