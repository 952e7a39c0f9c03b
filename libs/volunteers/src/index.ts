import './volunteers.constraints.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import {
  AccountErasure,
  JobRegistry,
  OwnData,
  Retention,
  sealedColumns,
  type Invariant,
  type Schema,
} from '#libs/platform';
import { ImportsModule } from '#libs/imports';
import { Groups } from './groups/groups.js';
import { GroupsController } from './groups/groups.controller.js';
import { groupsSchema } from './groups/groups.schema.js';
import { Rings } from './rings.js';
import { RosterController } from './roster/roster.controller.js';
import { RosterStartCodes } from './roster/roster-start-codes.js';
import { rosterSchema } from './roster/roster.schema.js';
import { Rosters } from './roster/rosters.js';
import { Certificates, SERVICE_CERTIFICATE } from './service/certificate.js';
import { ServiceController } from './service/service.controller.js';
import { ServiceRecord } from './service/service-record.js';
import { ServiceQuotas } from './service/service-quota.js';
import { serviceSchema } from './service/service.schema.js';
import { VolunteersController } from './volunteers.controller.js';
import { REACHES } from './profile-codes.js';
import { MERGE_VOLUNTEERS, Strengths } from './strengths/strengths.js';
import { StrengthsController } from './strengths/strengths.controller.js';
import { USUAL_REACH, Volunteers } from './volunteers.js';
import { ROSTER_ROW, volunteersAccountPart } from './volunteers.personal-data.js';

export * from './volunteers.permissions.js';
export { StrengthMerged } from './volunteers.events.js';
export {
  LANGUAGE_CODES,
  LICENCE_CODES,
  type Language,
  type Licence,
  type Reach,
  type WeeklyWindow,
} from './profile-codes.js';
export {
  FIRST_RINGS,
  RINGS_POLICY,
  Rings,
  WIDER_RINGS,
  type RingName,
  type RingPolicy,
  type WiderRing,
} from './rings.js';
export { toToken } from './service/certificate.js';
export { WishServiceAnswer, type WishServiceEntry } from './service/service.dto.js';
export { ServiceRecord, type Served } from './service/service-record.js';
export { homeOf, verdictOf, type RosterRow } from './roster/read-roster.js';
export { ROSTER_PARSER, Rosters } from './roster/rosters.js';
export type { parse as parseRoster } from './roster/roster.parser.js';
export { FIRST_STRENGTHS, StrengthWords, branchesByStrength, strengthsOf } from './strengths/strength-list.js';
export { IsStrength } from './strengths/strengths.dto.js';
export { Strengths } from './strengths/strengths.js';
export { WeeklyWindowBody } from './volunteers.dto.js';
export { Volunteers, type VolunteerSnapshot } from './volunteers.js';

const PARTS = [
  Strengths,
  Groups,
  Volunteers,
  Rings,
  Rosters,
  RosterStartCodes,
  ServiceRecord,
  ServiceQuotas,
  Certificates,
];

/** Profiles, strengths and licences of volunteers, the groups that they belong to, and what they have done. */
@Module({
  imports: [ImportsModule],
  providers: PARTS,
  exports: PARTS,
})
export class VolunteersModule implements OnModuleInit {
  constructor(private readonly accounts: AccountErasure) {}

  onModuleInit(): void {
    this.accounts.add('volunteers', volunteersAccountPart);
  }
}

@Module({
  imports: [ImportsModule, VolunteersModule],
  controllers: [StrengthsController, GroupsController, RosterController, VolunteersController, ServiceController],
})
export class VolunteersHttpModule implements OnModuleInit {
  constructor(
    private readonly data: OwnData,
    private readonly volunteers: Volunteers,
    private readonly groups: Groups,
  ) {}

  onModuleInit(): void {
    this.data.add('volunteer', (reader, personId) => this.volunteers.profileOf(reader, personId));
    this.data.add('groups', async (reader, personId) => (await this.groups.of(reader, [personId])).get(personId) ?? []);
    this.data.add('licences', (reader, personId) => this.volunteers.licencesOf(reader, personId));
    this.data.add('service', (reader, personId) =>
      reader.rows(
        `SELECT wish_code, category, hours, done_on, confirmed_at, reason FROM service_entry WHERE person_id = ? ORDER BY id`,
        [personId],
      ),
    );
  }
}

/** Profiles follow when strengths are merged, rosters are taken in, and what was read of them is forgotten. */
@Module({ imports: [VolunteersModule] })
export class VolunteersJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly strengths: Strengths,
    private readonly retention: Retention,
    private readonly rosters: Rosters,
  ) {}

  onModuleInit(): void {
    this.rosters.handleJobs(this.registry);
    this.retention.on(ROSTER_ROW, this.rosters.eraseOld);
    this.registry.onLong(MERGE_VOLUNTEERS, (job, keepAlive) => this.strengths.run(job, keepAlive));
  }
}

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
    ...serviceSchema.migrations,
    ...groupsSchema.migrations,
    ...rosterSchema.migrations,
  ],
  rights: serviceSchema.rights,
  sealed: {
    columns: [...sealedColumns('volunteer_licence', ['number']), ...rosterSchema.sealed.columns],
    plain: rosterSchema.sealed.plain,
    signing: [SERVICE_CERTIFICATE],
  },
};

export const volunteersInvariants: Invariant[] = [
  {
    name: 'volunteer.erased',
    law: 'No profile, licence, group or roster row of a deleted account is left',
    sql: `SELECT p.id FROM person p WHERE p.erased_at IS NOT NULL AND (
        EXISTS (SELECT 1 FROM volunteer v WHERE v.person_id = p.id)
        OR EXISTS (SELECT 1 FROM volunteer_licence l WHERE l.person_id = p.id)
        OR EXISTS (SELECT 1 FROM group_member m WHERE m.person_id = p.id)
        OR EXISTS (SELECT 1 FROM roster_row r WHERE r.subject_id = p.id))`,
  },
];
