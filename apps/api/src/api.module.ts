import { Module } from '@nestjs/common';
import { AuditHttpModule } from '#libs/audit';
import { DisclosureHttpModule } from '#libs/disclosure';
import { FundsHttpModule } from '#libs/funds';
import { IdentityHttpModule, IdentityModule } from '#libs/identity';
import { MatchingHttpModule } from '#libs/matching';
import { NotificationsHttpModule } from '#libs/notifications';
import { OrganizationHttpModule } from '#libs/organization';
import { PlatformHttpModule, PlatformModule } from '#libs/platform';
import { VolunteersHttpModule } from '#libs/volunteers';
import { WishesHttpModule } from '#libs/wishes';
import { LIBRARIES } from '../../libraries.js';
import { HealthController } from './health.controller.js';

@Module({
  imports: [
    PlatformModule.for(LIBRARIES),
    PlatformHttpModule,
    IdentityModule,
    IdentityHttpModule,
    OrganizationHttpModule,
    VolunteersHttpModule,
    FundsHttpModule,
    WishesHttpModule,
    MatchingHttpModule,
    NotificationsHttpModule,
    DisclosureHttpModule,
    AuditHttpModule,
  ],
  controllers: [HealthController],
})
export class ApiModule {}
