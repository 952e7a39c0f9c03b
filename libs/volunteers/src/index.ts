import './volunteers.constraints.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, PersonalDataExport, Retention } from '#libs/platform';
import { ImportsModule } from '#libs/imports';
import { Groups } from './groups/groups.js';
import { GroupsController } from './groups/groups.controller.js';
import { Rings } from './rings.js';
import { RosterController } from './roster/roster.controller.js';
import { RosterStartCodes } from './roster/roster-start-codes.js';
import { Rosters } from './roster/rosters.js';
import { Certificates } from './service/certificate.js';
import { ServiceController } from './service/service.controller.js';
import { ServiceRecord } from './service/service-record.js';
import { ServiceQuotas } from './service/service-quota.js';
import { VolunteersController } from './volunteers.controller.js';
import { MERGE_VOLUNTEERS, Skills } from './skills/skills.js';
import { SkillsController } from './skills/skills.controller.js';
import { Volunteers } from './volunteers.js';
import { ROSTER_ROW, volunteersAccountPart } from './volunteers.personal-data.js';

export { volunteersContract } from './volunteers.contract.js';
export * from './volunteers.permissions.js';
export { SkillMerged } from './volunteers.events.js';
export {
  LANGUAGE_CODES,
  LICENCE_CODES,
  type Language,
  type Licence,
  type Reach,
  type WeeklyWindow,
} from './profile-codes.js';
export {
  DEFAULT_RINGS,
  RINGS_POLICY,
  Rings,
  WIDER_RINGS,
  type RingName,
  type RingPolicy,
  type WiderRing,
} from './rings.js';
export { toToken } from './service/certificate.js';
export { WishServiceResponse, type WishServiceEntry } from './service/service.dto.js';
export { ServiceRecord, type Served } from './service/service-record.js';
export { homeOf, verdictOf, type RosterRow } from './roster/read-roster.js';
export { ROSTER_PARSER, Rosters } from './roster/rosters.js';
export type { parse as parseRoster } from './roster/roster.parser.js';
export { DEFAULT_SKILLS, SkillWords, categoriesBySkill, skillsOf } from './skills/skill-list.js';
export { IsSkill } from './skills/skills.dto.js';
export { Skills } from './skills/skills.js';
export { WeeklyWindowBody } from './volunteers.dto.js';
export { Volunteers, type VolunteerSnapshot } from './volunteers.js';

const PARTS = [
  Skills,
  Groups,
  Volunteers,
  Rings,
  Rosters,
  RosterStartCodes,
  ServiceRecord,
  ServiceQuotas,
  Certificates,
];

/** Volunteers' profiles, skills, licences, groups and service records. */
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
  controllers: [SkillsController, GroupsController, RosterController, VolunteersController, ServiceController],
})
export class VolunteersHttpModule implements OnModuleInit {
  constructor(
    private readonly data: PersonalDataExport,
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

/** Background jobs: update profiles after a merge of skills, import rosters, delete expired roster data. */
@Module({ imports: [VolunteersModule] })
export class VolunteersJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly skills: Skills,
    private readonly retention: Retention,
    private readonly rosters: Rosters,
  ) {}

  onModuleInit(): void {
    this.rosters.handleJobs(this.registry);
    this.retention.on(ROSTER_ROW, this.rosters.eraseOld);
    this.registry.onLong(MERGE_VOLUNTEERS, (job, keepAlive) => this.skills.run(job, keepAlive));
  }
}
