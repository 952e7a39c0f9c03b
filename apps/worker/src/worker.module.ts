import { Module } from '@nestjs/common';
import { DisclosureJobsModule } from '#libs/disclosure';
import { FundsModule } from '#libs/funds';
import { IdentityModule } from '#libs/identity';
import { MatchingModule } from '#libs/matching';
import { NotificationsJobsModule } from '#libs/notifications';
import { OrganizationModule } from '#libs/organization';
import { PlatformJobsModule, PlatformModule } from '#libs/platform';
import { VolunteersModule } from '#libs/volunteers';
import { WishesModule } from '#libs/wishes';
import { LIBRARIES } from '../../libraries.js';

@Module({
  imports: [
    PlatformModule.for(LIBRARIES),
    PlatformJobsModule,
    IdentityModule,
    OrganizationModule,
    VolunteersModule,
    FundsModule,
    WishesModule,
    MatchingModule,
    NotificationsJobsModule,
    DisclosureJobsModule,
  ],
})
export class WorkerModule {}
