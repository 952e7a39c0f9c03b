import { Module } from '@nestjs/common';
import { ImportsModule } from '#libs/imports';
import { Groups } from './groups/groups.js';
import { GroupsController } from './groups/groups.controller.js';
import { VisibilityRadius } from './visibility-radius.js';
import { RosterController } from './roster/roster.controller.js';
import { RosterActivationCodes } from './roster/roster-activation-codes.js';
import { Rosters } from './roster/rosters.js';
import { Certificates } from './service/certificate.js';
import { ServiceController } from './service/service.controller.js';
import { ServiceRecord } from './service/service-record.js';
import { ServiceQuotas } from './service/service-quota.js';
import { VolunteersController } from './volunteers.controller.js';
import { Skills } from './skills/skills.js';
import { SkillsController } from './skills/skills.controller.js';
import { Volunteers } from './volunteers.js';

const PARTS = [
  Skills,
  Groups,
  Volunteers,
  VisibilityRadius,
  Rosters,
  RosterActivationCodes,
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
export class VolunteersModule {}

@Module({
  imports: [ImportsModule, VolunteersModule],
  controllers: [SkillsController, GroupsController, RosterController, VolunteersController, ServiceController],
})
export class VolunteersHttpModule {}
