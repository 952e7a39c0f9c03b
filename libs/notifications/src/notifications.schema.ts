import type { Invariant, Schema } from '#libs/platform';
import { erasedPeople } from '#libs/identity';
import { joinJob } from '#libs/platform';
import { deliveryEncrypted, deliveryInvariants } from './delivery/delivery.schema.js';
import * as migrations from './migrations/index.js';

export const notificationsSchema: Schema = {
  migrations: Object.values(migrations),
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
