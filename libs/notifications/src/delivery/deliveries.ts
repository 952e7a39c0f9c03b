import { Injectable } from '@nestjs/common';
import {
  Events,
  Transactions,
  asked,
  newId,
  readCursor,
  toPage,
  type Actor,
  type Locale,
  type Page,
} from '#libs/platform';
import { Access, QUEUE_MANAGE, DistrictPolicies } from '#libs/identity';
import type { ChannelName } from '../channels/index.js';
import { assertWords, sampleOf } from '../escalation/templates.js';
import type { DeliveryLineResponse } from './delivery.dto.js';
import { REPEATABLE } from './delivery-codes.js';
import { Delivery } from './delivery.entity.js';
import { ChannelOff, DeliveryNotFound } from './delivery.errors.js';
import { DeliveryRepeated } from '../notifications.events.js';

/** Deliveries and their outcome, without texts, names or addresses. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly district: DistrictPolicies,
    private readonly events: Events,
  ) {}

  async page(
    actor: Actor,
    query: { limit: number; cursor?: string; channel?: string; status?: string },
  ): Promise<Page<DeliveryLineResponse>> {
    const after = readCursor(query.cursor, ['uuid']);
    const { sql, values } = asked<string>([
      ['TRUE'],
      ['channel = ?', query.channel],
      ['status = ?', query.status],
      ['id < ?', after?.[0]],
    ]);
    const rows = await this.transactions.rows<Omit<DeliveryLineResponse, 'allowedSteps'>>(
      `SELECT id, channel, class, status, attempts, cause, due_at, created_at, ended_at FROM delivery WHERE ${sql} ORDER BY id DESC LIMIT ?`,
      [...values, query.limit + 1],
    );
    // Only roles of the district hold it.
    const mayRepeat = this.access.hasAnywhere(actor, QUEUE_MANAGE);
    return toPage(
      rows,
      query.limit,
      ({ id }) => [id],
      (row) => ({ ...row, allowedSteps: mayRepeat && REPEATABLE.includes(row.status) ? ['repeat'] : [] }),
    );
  }

  /** Sends a delivery again that failed or whose outcome is unknown. Throws DELIVERY_NOT_FOUND. */
  async again(actor: Actor, deliveryId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const { id: unitId } = await this.district.require(tx, actor, QUEUE_MANAGE, DeliveryNotFound);
      const set = await tx.execute(
        `UPDATE delivery SET status = 'waiting', due_at = UTC_TIMESTAMP(3), attempts = 0, cause = NULL, ended_at = NULL
         WHERE id = ? AND status IN (?)`,
        [deliveryId, REPEATABLE],
      );
      if (set === 0) throw DeliveryNotFound();
      await this.events.record(
        tx,
        DeliveryRepeated({ unitId, subjectId: deliveryId, actorId: actor.personId, data: {} }),
      );
      return { id: deliveryId };
    });
  }

  /** Sends a text under test to the actor's own confirmed addresses, on every channel that is on except WeChat. `{code}` is
   *  replaced by an example. Throws INVALID_INPUT for a text that could not be put in force, CHANNEL_OFF where the actor has
   *  no such address. */
  async sendTest(actor: Actor, kind: string, words: Record<Locale, string>): Promise<{ sent: number }> {
    assertWords({ [kind]: words }, actor.locale);
    return this.transactions.command(actor, async (tx) => {
      const points = await tx.rows<{ id: string; channel: ChannelName }>(
        `SELECT p.id, p.channel FROM contact_point p JOIN channel_setting c ON c.channel = p.channel AND c.is_on
         WHERE p.person_id = ? AND p.channel <> 'wechat' AND p.confirmed_at IS NOT NULL AND p.ended_at IS NULL`,
        [actor.personId],
      );
      if (points.length === 0) throw ChannelOff();
      const now = await tx.now();
      await tx.insert(
        Delivery,
        points.map(({ id, channel }) => ({
          id: newId(),
          channel,
          class: 'task',
          targetId: id,
          personId: actor.personId,
          sample: JSON.stringify(sampleOf(words)),
          dueAt: now,
          createdAt: now,
        })),
      );
      return { sent: points.length };
    });
  }

  /** Sends the actor's newest message again to all of their own addresses of a channel, to test the channel. Throws
   *  CHANNEL_OFF where there is no address or no message. */
  async test(actor: Actor, channel: ChannelName): Promise<{ sent: number }> {
    return this.transactions.command(actor, async (tx) => {
      const newest = await tx.row<{ id: string }>(
        'SELECT id FROM notification WHERE recipient_id = ? ORDER BY id DESC LIMIT 1',
        [actor.personId],
      );
      const points =
        channel === 'sms'
          ? [{ id: actor.personId }]
          : await tx.rows<{ id: string }>(
              'SELECT id FROM contact_point WHERE person_id = ? AND channel = ? AND confirmed_at IS NOT NULL AND ended_at IS NULL',
              [actor.personId, channel],
            );
      if (!newest || points.length === 0) throw ChannelOff();
      const now = await tx.now();
      for (const { id: targetId } of points)
        await tx.execute(
          `INSERT INTO delivery (id, channel, class, target_id, person_id, notification_id, due_at, created_at) VALUES (?,?,'task',?,?,?,?,?)
           ON DUPLICATE KEY UPDATE status = 'waiting', due_at = VALUES(due_at), attempts = 0, cause = NULL, ended_at = NULL`,
          [newId(), channel, targetId, actor.personId, newest.id, now, now],
        );
      return { sent: points.length };
    });
  }
}
