import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  Transactions,
  FieldEncryption,
  listIn,
  newId,
  sayIn,
  type Actor,
  type Row,
} from '#libs/platform';
import { Access, UnitNotFound, Units, joinUnit } from '#libs/identity';
import { isAllowedHost, type WebhookSettings, type WecomSettings } from '../channels/index.js';
import { ChannelSettings } from './channel-settings.js';
import type { WebhookResponse } from './delivery.dto.js';
import { ChannelOff, WebhookNotFound } from './delivery.errors.js';
import { WebhookAdded, WebhookRemoved } from '../notifications.events.js';
import { WEBHOOK_MANAGE } from '../notifications.permissions.js';
import { UnitWebhook } from './unit-webhook.entity.js';

/** A unit's group robots and other systems that are notified of tasks in the unit. */
@Injectable()
export class UnitWebhooks {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly encryption: FieldEncryption,
    private readonly settings: ChannelSettings,
    private readonly events: Events,
  ) {}

  list(actor: Actor): Promise<WebhookResponse[]> {
    const { sql, values } = this.access.scope(actor, WEBHOOK_MANAGE).where('h.unit_path');
    return this.transactions.rows<WebhookResponse>(
      `SELECT h.id, h.unit_id, u.name AS unit_name, h.channel, h.label, h.created_at FROM unit_hook h ${joinUnit('h.unit_id')}
       WHERE h.ended_at IS NULL AND ${sql} ORDER BY h.id DESC LIMIT 200`,
      values,
    );
  }

  /** Throws UNIT_NOT_FOUND, CHANNEL_OFF, INVALID_INPUT for an address that is not allowed or a missing secret. */
  async add(
    actor: Actor,
    input: { unitId: string; channel: 'wecom' | 'webhook'; label: string; url: string; secret?: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, WEBHOOK_MANAGE, unit.path, UnitNotFound);
      const settings = await this.settings.of<WecomSettings | WebhookSettings>(tx, input.channel);
      if (!settings) throw ChannelOff();
      this.assertAddress(actor, input, settings);
      const id = newId();
      const { url, secret } = input;
      await tx.insert(UnitWebhook, {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        channel: input.channel,
        label: input.label,
        address: this.encryption.encrypt('unit_hook.address', id, JSON.stringify({ url, secret })),
        createdBy: actor.personId,
        createdAt: await tx.now(),
      });
      await this.events.record(
        tx,
        WebhookAdded({ unitId: unit.id, subjectId: id, actorId: actor.personId, data: { channel: input.channel } }),
      );
      return { id };
    });
  }

  /** Throws WEBHOOK_NOT_FOUND. */
  async remove(actor: Actor, webhookId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const webhook = await tx.row<Row<UnitWebhook, 'unitId' | 'unitPath'>>(
        'SELECT unit_id, unit_path FROM unit_hook WHERE id = ? AND ended_at IS NULL',
        [webhookId],
      );
      if (!webhook) throw WebhookNotFound();
      this.access.require(actor, WEBHOOK_MANAGE, webhook.unitPath, WebhookNotFound);
      await tx.execute('UPDATE unit_hook SET ended_at = UTC_TIMESTAMP(3) WHERE id = ?', [webhookId]);
      await this.events.record(
        tx,
        WebhookRemoved({ unitId: webhook.unitId, subjectId: webhookId, actorId: actor.personId, data: {} }),
      );
      return { id: webhookId };
    });
  }

  private assertAddress(
    actor: Actor,
    { channel, url, secret }: { channel: string; url: string; secret?: string },
    { hosts }: WecomSettings | WebhookSettings,
  ): void {
    const say = sayIn(actor.locale);
    if (!isAllowedHost(url, hosts)) {
      const allowed = listIn(actor.locale, hosts);
      throw InvalidInput({
        faults: [{ field: 'url', reason: say(`只能是 ${allowed} 的地址`, `must be an address of ${allowed}`) }],
      });
    }
    if (channel === 'webhook' && !secret)
      throw InvalidInput({
        faults: [{ field: 'secret', reason: say('至少 16 个字符', 'needs at least 16 characters') }],
      });
  }
}
