import './notifications.constraints.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import {
  AccountErasure,
  JobRegistry,
  PersonalDataExport,
  Retention,
  definedDeadlines,
  definedNotices,
  escalationOf,
  type EventKind,
} from '#libs/platform';
import { ACCOUNT_NOTICES } from '#libs/identity';
import { WishesModule } from '#libs/wishes';
import { ChannelSettings } from './delivery/channel-settings.js';
import { ContactPoints } from './delivery/contact-points.js';
import { Deliveries } from './delivery/deliveries.js';
import { DeliveryController } from './delivery/delivery.controller.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { DeliveryPlanner } from './delivery/delivery-planner.js';
import { PreferenceStore } from './delivery/preferences.js';
import { UnitHooks } from './delivery/unit-hooks.js';
import { WorkQueueController } from './work-queue.controller.js';
import { WorkQueueQueries } from './work-queue.queries.js';
import { Inbox } from './inbox.js';
import { ChangeStream } from './change-stream.js';
import { NotificationsController } from './notifications.controller.js';
import { Escalations } from './escalations.js';
import { CONTACT_POINT, emptyOldContactPoints, messagesOfAccount } from './notifications.personal-data.js';
import { Notifier } from './notifier.js';
import { SetDeadlines } from './set-deadlines.js';
import { SetHolidays } from './set-holidays.js';
import { TellOfAccount } from './tell-of-account.js';
import { Templates } from './templates.js';

export * from './channels/index.js';
export { notificationsContract } from './notifications.contract.js';

const DELIVERY = [ChannelSettings, ContactPoints, PreferenceStore, UnitHooks, Deliveries];

@Module({
  imports: [WishesModule],
  controllers: [NotificationsController, WorkQueueController, DeliveryController],
  providers: [Inbox, SetDeadlines, SetHolidays, Escalations, Templates, WorkQueueQueries, ChangeStream, ...DELIVERY],
})
export class NotificationsHttpModule implements OnModuleInit {
  constructor(
    private readonly data: PersonalDataExport,
    private readonly preferences: PreferenceStore,
  ) {}

  onModuleInit(): void {
    this.data.add('notificationPreferences', async (reader, personId) =>
      (await this.preferences.of(reader, [personId])).get(personId),
    );
    this.data.add('contactPoints', (reader, personId) =>
      reader.rows('SELECT channel, label, confirmed_at, ended_at FROM contact_point WHERE person_id = ?', [personId]),
    );
    this.data.add('inbox', (reader, personId) =>
      reader.rows(
        'SELECT kind, wish_code, created_at, read_at FROM notification WHERE recipient_id = ? ORDER BY id DESC LIMIT 5000',
        [personId],
      ),
    );
  }
}

/** Handles deadlines and events in the worker. No other library imports this module. */
@Module({ providers: [Notifier, TellOfAccount, Escalations, Templates, DeliveryPlanner, PreferenceStore, Dispatcher] })
export class NotificationsJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly remind: Notifier,
    private readonly tellOfAccount: TellOfAccount,
    private readonly retention: Retention,
    private readonly accounts: AccountErasure,
  ) {}

  onModuleInit(): void {
    for (const deadline of definedDeadlines().values()) {
      const { name, hasNotice, escalation } = deadline;
      if (hasNotice) this.registry.on(name, (tx, job) => this.remind.ring(tx, deadline, job));
      if (escalation.length > 0)
        this.registry.on(escalationOf(name), (tx, job) => this.remind.escalated(tx, deadline, job));
    }
    this.retention.on(CONTACT_POINT, emptyOldContactPoints);
    this.accounts.add('notifications', messagesOfAccount);
    this.registry.listen('notifications', eventsOfNotices(), (tx, event) => this.remind.tell(tx, event));
    this.registry.listen('account-messages', ACCOUNT_NOTICES, (tx, event) => this.tellOfAccount.execute(tx, event));
  }
}

/** The events that notify people, except those about their own account. */
const eventsOfNotices = (): EventKind[] =>
  [...definedNotices().values()].flatMap(({ to, event }) => (to && event ? [event] : []));
