import { Injectable } from '@nestjs/common';
import {
  addDays,
  newId,
  outsideQuietHours,
  shanghaiDay,
  shanghaiInstant,
  type NewRow,
  type Tx,
  type Row,
} from '#libs/platform';
import type { ChannelName } from '../channels/index.js';
import type { Delivery } from './delivery.entity.js';
import {
  PERSONAL_CHANNELS,
  PreferenceStore,
  classOf,
  type MessageClass,
  type PersonalChannel,
  type Preferences,
} from './preferences.js';
import type { UnitWebhook } from './unit-webhook.entity.js';

/** Notifications that were just written to inboxes. */
export interface Told {
  kind: string;
  step: number;
  /** The unit of the wish, or of the role by which the person is known. */
  unitPath: string;
  /** Also sent during quiet hours. */
  isUrgent: boolean;
  notifications: { id: string; recipientId: string }[];
}

/** A digest is sent when the working day begins. */
const DIGEST_MINUTES = 8 * 60 + 30;
const MONDAY = 1;

/** Plans deliveries in the transaction that writes to the inboxes: one row for each message and address. The dispatcher
 *  sends them. */
@Injectable()
export class DeliveryPlanner {
  constructor(private readonly preferences: PreferenceStore) {}

  async plan(tx: Tx, told: Told): Promise<void> {
    if (told.notifications.length === 0) return;
    const on = await tx.rows<{ channel: ChannelName }>('SELECT channel FROM channel_setting WHERE is_on');
    if (on.length === 0) return;
    const names = new Set(on.map(({ channel }) => channel));
    const now = await tx.now();
    await this.insert(tx, [
      ...(await this.toPeople(tx, told, names, now)),
      ...(await this.toUnits(tx, told, names, now)),
    ]);
  }

  private async toPeople(tx: Tx, told: Told, on: ReadonlySet<string>, now: Date): Promise<NewRow<Delivery>[]> {
    const personal = PERSONAL_CHANNELS.filter((channel) => on.has(channel));
    if (personal.length === 0) return [];
    const people = told.notifications.map(({ recipientId }) => recipientId);
    const preferences = await this.preferences.of(tx, people);
    const points = await tx.rows<{ id: string; personId: string; channel: PersonalChannel }>(
      `SELECT id, person_id, channel FROM contact_point
       WHERE person_id IN (?) AND channel IN (?) AND confirmed_at IS NOT NULL AND ended_at IS NULL`,
      [people, personal],
    );
    const what = classOf(told.kind, told.step);
    return told.notifications.flatMap(({ id, recipientId }) => {
      const wants = preferences.get(recipientId)!;
      const digestAt = what === 'news' ? digestAfter(now, wants.digest) : null;
      const chosen = what === 'security' ? personal : wants.channels[what];
      const targets = chosen.flatMap((channel): { channel: PersonalChannel; targetId: string }[] => {
        if (!on.has(channel)) return [];
        if (channel === 'sms') return [{ channel, targetId: recipientId }];
        return points
          .filter((point) => point.personId === recipientId && point.channel === channel)
          .map((point) => ({ channel, targetId: point.id }));
      });
      return targets.map((target) => ({
        ...row(what, now),
        ...target,
        personId: recipientId,
        notificationId: digestAt ? null : id,
        digestAt,
        dueAt: digestAt ?? (told.isUrgent || what === 'security' ? now : outsideQuietHours(now, wants.quietHours)),
      }));
    });
  }

  /** Tasks go to the group robots and systems of the nearest unit that has any. Escalated tasks also go to those of the
   *  units above it. */
  private async toUnits(tx: Tx, told: Told, on: ReadonlySet<string>, now: Date): Promise<NewRow<Delivery>[]> {
    const what = classOf(told.kind, told.step);
    if (what !== 'task' && what !== 'escalated') return [];
    const webhooks = await tx.rows<Row<UnitWebhook, 'id' | 'channel' | 'unitPath'>>(
      `SELECT id, channel, unit_path FROM unit_hook WHERE ended_at IS NULL AND ? LIKE CONCAT(unit_path, '%') ORDER BY LENGTH(unit_path) DESC`,
      [told.unitPath],
    );
    return webhooks
      .filter(
        ({ channel, unitPath }) => on.has(channel) && (what === 'escalated' || unitPath === webhooks[0]!.unitPath),
      )
      .map(({ id, channel }) => ({
        ...row(what, now),
        channel,
        targetId: id,
        personId: null,
        notificationId: told.notifications[0]!.id,
        digestAt: null,
        dueAt: now,
      }));
  }

  private async insert(tx: Tx, rows: NewRow<Delivery>[]): Promise<void> {
    for (const { id, channel, class: what, targetId, personId, notificationId, digestAt, dueAt, createdAt } of rows)
      // A waiting digest includes this message as well, even when a transaction that began later committed first.
      await tx.execute(
        `INSERT INTO delivery (id, channel, class, target_id, person_id, notification_id, digest_at, due_at, created_at)
         VALUES (?,?,?,?,?,?,?,?,?) ON DUPLICATE KEY UPDATE created_at = LEAST(created_at, VALUES(created_at))`,
        [id, channel, what, targetId, personId, notificationId, digestAt, dueAt, createdAt],
      );
  }
}

const row = (what: MessageClass, createdAt: Date) => ({ id: newId(), class: what, createdAt });

/** When the next digest is sent; null where digests are off. */
export function digestAfter(now: Date, digest: Preferences['digest']): Date | null {
  if (digest === 'none') return null;
  for (let day = shanghaiDay(now); ; day = addDays(day, 1)) {
    const at = shanghaiInstant(day, DIGEST_MINUTES);
    if (at > now && (digest === 'daily' || new Date(`${day}T00:00:00Z`).getUTCDay() === MONDAY)) return at;
  }
}
