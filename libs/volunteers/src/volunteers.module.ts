import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, OwnData, Retention } from '#libs/platform';
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
import { MERGE_VOLUNTEERS, Strengths } from './strengths/strengths.js';
import { StrengthsController } from './strengths/strengths.controller.js';
import { Volunteers } from './volunteers.js';
import { ROSTER_ROW, volunteersAccountPart } from './volunteers.personal-data.js';

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

/** Volunteers' profiles, strengths, licences, groups and service records. */
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

/** Background jobs: update profiles after a merge of strengths, import rosters, delete expired roster data. */
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
