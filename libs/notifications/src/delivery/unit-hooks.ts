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
import type { HookResponse } from './delivery.dto.js';
import { ChannelOff, HookNotFound } from './delivery.errors.js';
import { HookAdded, HookRemoved } from '../notifications.events.js';
import { HOOK_MANAGE } from '../notifications.permissions.js';
import { UnitHook } from './unit-hook.entity.js';

/** A unit's group robots and other systems that are notified of tasks in the unit. */
@Injectable()
export class UnitHooks {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly encryption: FieldEncryption,
    private readonly settings: ChannelSettings,
    private readonly events: Events,
  ) {}

  list(actor: Actor): Promise<HookResponse[]> {
    const { sql, values } = this.access.scope(actor, HOOK_MANAGE).where('h.unit_path');
    return this.transactions.rows<HookResponse>(
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
      this.access.require(actor, HOOK_MANAGE, unit.path, UnitNotFound);
      const settings = await this.settings.of<WecomSettings | WebhookSettings>(tx, input.channel);
      if (!settings) throw ChannelOff();
      this.assertAddress(actor, input, settings);
      const id = newId();
      const { url, secret } = input;
      await tx.insert(UnitHook, {
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
        HookAdded({ unitId: unit.id, subjectId: id, actorId: actor.personId, data: { channel: input.channel } }),
      );
      return { id };
    });
  }

  /** Throws HOOK_NOT_FOUND. */
  async remove(actor: Actor, hookId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const hook = await tx.row<Row<UnitHook, 'unitId' | 'unitPath'>>(
        'SELECT unit_id, unit_path FROM unit_hook WHERE id = ? AND ended_at IS NULL',
        [hookId],
      );
      if (!hook) throw HookNotFound();
      this.access.require(actor, HOOK_MANAGE, hook.unitPath, HookNotFound);
      await tx.execute('UPDATE unit_hook SET ended_at = UTC_TIMESTAMP(3) WHERE id = ?', [hookId]);
      await this.events.record(
        tx,
        HookRemoved({ unitId: hook.unitId, subjectId: hookId, actorId: actor.personId, data: {} }),
      );
      return { id: hookId };
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
