import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FundsHttpModule } from '#libs/funds';
import { IdentityHttpModule, IdentityModule } from '#libs/identity';
import { NotificationsHttpModule } from '#libs/notifications';
import { PlatformModule } from '#libs/platform';
import { VolunteersHttpModule } from '#libs/volunteers';
import { WishesHttpModule } from '#libs/wishes';
import { HealthController } from './health.controller.js';

@Module({
  imports: [
    DiscoveryModule,
    PlatformModule,
    IdentityModule,
    IdentityHttpModule,
    VolunteersHttpModule,
    FundsHttpModule,
    WishesHttpModule,
    NotificationsHttpModule,
  ],
  controllers: [HealthController],
})
export class ApiModule {}
