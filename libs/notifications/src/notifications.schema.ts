import type { Invariant, Schema } from '#libs/platform';
import { erasedPeople } from '#libs/identity';
import { joinJob } from '#libs/platform';
import { deliveryInvariants, deliveryMigrations, deliveryEncrypted } from './delivery/delivery.schema.js';

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
    {
      version: 20261130806,
      name: 'RenameNotificationStep',
      sql: 'ALTER TABLE notification RENAME COLUMN IF EXISTS rung TO step',
    },
    {
      version: 20261130808,
      name: 'RenameEscalatedPreference',
      sql: `UPDATE notification_preference SET body = REPLACE(body, '"climbed":', '"escalated":')`,
    },
  ],
  encrypted: deliveryEncrypted,
};

export const notificationsInvariants: Invariant[] = [
  {
    name: 'message.erased',
    rule: 'No message, address or setting for messages of a deleted account is left',
    sql: erasedPeople(`EXISTS (SELECT 1 FROM notification n WHERE n.recipient_id = p.id)
        OR EXISTS (SELECT 1 FROM contact_point c WHERE c.person_id = p.id AND c.address IS NOT NULL)
        OR EXISTS (SELECT 1 FROM notification_preference f WHERE f.person_id = p.id)
        OR EXISTS (SELECT 1 FROM delivery d WHERE d.person_id = p.id)`),
  },
  ...deliveryInvariants,
  {
    name: 'reminder.early',
    rule: 'No reminder was delivered before its time',
    sql: 'SELECT id, kind FROM notification WHERE created_at < due_at',
  },
  {
    name: 'reminder.double',
    rule: 'No reminder was delivered twice to the same person',
    sql: `SELECT recipient_id, job_id, COUNT(*) n FROM notification WHERE due_at IS NOT NULL GROUP BY recipient_id, job_id, due_at HAVING n > 1`,
  },
  {
    name: 'reminder.cause',
    rule: 'Every reminder has a deadline that has passed',
    sql: `SELECT n.id, n.kind FROM notification n LEFT ${joinJob('j.id = n.job_id')} WHERE n.due_at IS NOT NULL
      AND (j.id IS NULL OR (j.gen = n.job_gen AND j.status <> 'done'))`,
  },
];
