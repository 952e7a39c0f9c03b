import { Module } from '@nestjs/common';
import { WishesModule } from '#libs/wishes';
import { ChannelSettings } from './delivery/channel-settings.js';
import { ContactPoints } from './delivery/contact-points.js';
import { Deliveries } from './delivery/deliveries.js';
import { DeliveryController } from './delivery/delivery.controller.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { DeliveryPlanner } from './delivery/delivery-planner.js';
import { PreferenceStore } from './delivery/preferences.js';
import { UnitWebhooks } from './delivery/unit-webhooks.js';
import { WorkQueueController } from './work-queue/work-queue.controller.js';
import { WorkQueueQueries } from './work-queue/work-queue.queries.js';
import { Inbox } from './inbox/inbox.js';
import { ChangeStream } from './change-stream/change-stream.js';
import { NotificationsController } from './notifications.controller.js';
import { Escalations } from './escalation/escalations.js';
import { Notifier } from './escalation/notifier.js';
import { SetDeadlines } from './escalation/set-deadlines.js';
import { SetHolidays } from './escalation/set-holidays.js';
import { TellOfAccount } from './inbox/tell-of-account.js';
import { Templates } from './escalation/templates.js';

const DELIVERY = [ChannelSettings, ContactPoints, PreferenceStore, UnitWebhooks, Deliveries];

@Module({
  imports: [WishesModule],
  controllers: [NotificationsController, WorkQueueController, DeliveryController],
  providers: [Inbox, SetDeadlines, SetHolidays, Escalations, Templates, WorkQueueQueries, ChangeStream, ...DELIVERY],
})
export class NotificationsHttpModule {}

/** Handles deadlines and events in the worker. No other library imports this module. */
@Module({ providers: [Notifier, TellOfAccount, Escalations, Templates, DeliveryPlanner, PreferenceStore, Dispatcher] })
export class NotificationsJobsModule {}
