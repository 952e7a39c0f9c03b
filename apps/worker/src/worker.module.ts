import { Module } from '@nestjs/common';
import { IdentityJobsModule, IdentityModule } from '#libs/identity';
import { NotificationsJobsModule } from '#libs/notifications';
import { PlatformJobsModule, PlatformModule } from '#libs/platform';
import { WishesJobsModule } from '#libs/wishes';

@Module({
  imports: [
    PlatformModule,
    PlatformJobsModule,
    IdentityModule,
    IdentityJobsModule,
    WishesJobsModule,
    NotificationsJobsModule,
  ],
})
export class WorkerModule {}
