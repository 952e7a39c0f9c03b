import './notifications.constraints.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, OwnData, Retention, climbOf, type Invariant, type Schema } from '#libs/platform';
import { WishesModule } from '#libs/wishes';
import { ChannelSettings } from './delivery/channel-settings.js';
import { ContactPoints } from './delivery/contact-points.js';
import { Deliveries } from './delivery/deliveries.js';
import { DeliveryController } from './delivery/delivery.controller.js';
import { deliveryInvariants, deliveryMigrations, deliverySealed } from './delivery/delivery.schema.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { Outbound } from './delivery/outbound.js';
import { PreferenceStore } from './delivery/preferences.js';
import { UnitHooks } from './delivery/unit-hooks.js';
import { DeskController } from './desk.controller.js';
import { DeskQueries } from './desk.queries.js';
import { Inbox } from './inbox.js';
import { Live } from './live.js';
import { NotificationsController } from './notifications.controller.js';
import { CLIMBING_CLOCKS, Ladders } from './ladders.js';
import { CONTACT_POINT, emptyOldContactPoints, messagesOfAccount } from './notifications.personal-data.js';
import { Remind } from './remind.js';
import { ACCOUNT_NEWS, NEWS_EVENTS, REMINDERS } from './remind.kinds.js';
import { SetClocks } from './set-clocks.js';
import { SetHolidays } from './set-holidays.js';
import { TellOfAccount } from './tell-of-account.js';
import { Templates } from './templates.js';

export * from './channels/index.js';

const DELIVERY = [ChannelSettings, ContactPoints, PreferenceStore, UnitHooks, Deliveries];

@Module({
  imports: [WishesModule],
  controllers: [NotificationsController, DeskController, DeliveryController],
  providers: [Inbox, SetClocks, SetHolidays, Ladders, Templates, DeskQueries, Live, ...DELIVERY],
})
export class NotificationsHttpModule implements OnModuleInit {
  constructor(
    private readonly data: OwnData,
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

/** Listens to clocks and events; nobody imports it. */
@Module({ providers: [Remind, TellOfAccount, Ladders, Templates, Outbound, PreferenceStore, Dispatcher] })
export class NotificationsJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly remind: Remind,
    private readonly tellOfAccount: TellOfAccount,
    private readonly retention: Retention,
    private readonly accounts: AccountErasure,
  ) {}

  onModuleInit(): void {
    for (const kind of Object.keys(REMINDERS) as (keyof typeof REMINDERS)[]) {
      this.registry.on(kind, (tx, job) => this.remind.ring(tx, kind, job));
    }
    for (const kind of CLIMBING_CLOCKS)
      this.registry.on(climbOf(kind), (tx, job) => this.remind.climbed(tx, kind, job));
    this.retention.on(CONTACT_POINT, emptyOldContactPoints);
    this.accounts.add('notifications', messagesOfAccount);
    this.registry.listen('notifications', Object.values(NEWS_EVENTS), (tx, event) => this.remind.tell(tx, event));
    this.registry.listen('account-messages', Object.values(ACCOUNT_NEWS), (tx, event) =>
      this.tellOfAccount.execute(tx, event),
    );
  }
}

export const notificationsSchema: Schema = {
  migrations: [
    {
      version: 20261123501,
      name: 'CreateNotification',
      sql: `CREATE TABLE IF NOT EXISTS notification (
        id UUID PRIMARY KEY,
        recipient_id UUID NOT NULL,
        kind VARCHAR(32) NOT NULL,
        wish_id UUID NOT NULL,
        wish_code VARCHAR(20) CHARACTER SET ascii NOT NULL,
        unit_id UUID NOT NULL,
        job_id UUID NOT NULL,
        job_gen INT UNSIGNED NOT NULL,
        due_at DATETIME(3) NULL,
        created_at DATETIME(3) NOT NULL,
        read_at DATETIME(3) NULL,
        archived_at DATETIME(3) NULL,
        UNIQUE KEY uq_notification_once (job_id, job_gen, recipient_id),
        KEY ix_notification_inbox (recipient_id, archived_at, id),
        KEY ix_notification_due (unit_id, due_at))`,
    },
    {
      version: 20261126511,
      name: 'AddNotificationRung',
      sql: 'ALTER TABLE notification ADD COLUMN IF NOT EXISTS rung TINYINT UNSIGNED NOT NULL DEFAULT 0',
    },
    {
      version: 20261129370,
      name: 'AllowNotificationsAboutNoWish',
      sql: `ALTER TABLE notification
        MODIFY wish_id UUID NULL,
        MODIFY wish_code VARCHAR(20) CHARACTER SET ascii NULL,
        ADD COLUMN IF NOT EXISTS recovery_id UUID NULL,
        ADD CONSTRAINT IF NOT EXISTS ck_notification_wish CHECK ((wish_id IS NULL) = (wish_code IS NULL))`,
    },
    {
      version: 20261129211,
      name: 'IndexNotificationAge',
      sql: 'CREATE INDEX IF NOT EXISTS ix_notification_age ON notification (created_at)',
    },
    ...deliveryMigrations,
  ],
  sealed: deliverySealed,
};

export const notificationsInvariants: Invariant[] = [
  {
    name: 'message.erased',
    law: 'No message, address or setting for messages of a deleted account is left',
    sql: `SELECT p.id FROM person p WHERE p.erased_at IS NOT NULL AND (
        EXISTS (SELECT 1 FROM notification n WHERE n.recipient_id = p.id)
        OR EXISTS (SELECT 1 FROM contact_point c WHERE c.person_id = p.id AND c.address IS NOT NULL)
        OR EXISTS (SELECT 1 FROM notification_preference f WHERE f.person_id = p.id)
        OR EXISTS (SELECT 1 FROM delivery d WHERE d.person_id = p.id))`,
  },
  ...deliveryInvariants,
  {
    name: 'reminder.early',
    law: 'No reminder was delivered before its time',
    sql: 'SELECT id, kind FROM notification WHERE created_at < due_at',
  },
  {
    name: 'reminder.double',
    law: 'No reminder was delivered twice to the same person',
    sql: `SELECT recipient_id, job_id, COUNT(*) n FROM notification WHERE due_at IS NOT NULL GROUP BY recipient_id, job_id, due_at HAVING n > 1`,
  },
  {
    name: 'reminder.cause',
    law: 'Every reminder has a clock that has rung',
    sql: `SELECT n.id, n.kind FROM notification n LEFT JOIN job j ON j.id = n.job_id WHERE n.due_at IS NOT NULL
      AND (j.id IS NULL OR (j.gen = n.job_gen AND j.status <> 'done'))`,
  },
];
