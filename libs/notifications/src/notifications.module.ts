import { Module } from '@nestjs/common';
import { WishesModule } from '#libs/wishes';
import { ChannelSettings } from './delivery/channel-settings.js';
import { ContactPoints } from './delivery/contact-points.js';
import { Deliveries } from './delivery/deliveries.js';
import { DeliveryController } from './delivery/delivery.controller.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { Outbound } from './delivery/outbound.js';
import { PreferenceStore } from './delivery/preferences.js';
import { UnitHooks } from './delivery/unit-hooks.js';
import { DeskController } from './desk.controller.js';
import { DeskQueries } from './desk.queries.js';
import { Inbox } from './inbox.js';
import { Live } from './live.js';
import { NotificationsController } from './notifications.controller.js';
import { Ladders } from './ladders.js';
import { Remind } from './remind.js';
import { SetClocks } from './set-clocks.js';
import { SetHolidays } from './set-holidays.js';
import { TellOfAccount } from './tell-of-account.js';
import { Templates } from './templates.js';

const DELIVERY = [ChannelSettings, ContactPoints, PreferenceStore, UnitHooks, Deliveries];

@Module({
  imports: [WishesModule],
  controllers: [NotificationsController, DeskController, DeliveryController],
  providers: [Inbox, SetClocks, SetHolidays, Ladders, Templates, DeskQueries, Live, ...DELIVERY],
})
export class NotificationsHttpModule {}

/** Handles deadlines and events in the worker. No other library imports this module. */
@Module({ providers: [Remind, TellOfAccount, Ladders, Templates, Outbound, PreferenceStore, Dispatcher] })
export class NotificationsJobsModule {}
