import { Module } from '@nestjs/common';
import { DisclosureJobsModule } from '#libs/disclosure';
import { FundsJobsModule } from '#libs/funds';
import { IdentityJobsModule, IdentityModule } from '#libs/identity';
import { MatchingJobsModule } from '#libs/matching';
import { NotificationsJobsModule } from '#libs/notifications';
import { OrganizationJobsModule } from '#libs/organization';
import { PlatformJobsModule, PlatformModule } from '#libs/platform';
import { VolunteersJobsModule } from '#libs/volunteers';
import { WishesJobsModule } from '#libs/wishes';

@Module({
  imports: [
    PlatformModule,
    PlatformJobsModule,
    IdentityModule,
    IdentityJobsModule,
    OrganizationJobsModule,
    VolunteersJobsModule,
    FundsJobsModule,
    WishesJobsModule,
    MatchingJobsModule,
    NotificationsJobsModule,
    DisclosureJobsModule,
  ],
})
export class WorkerModule {}
