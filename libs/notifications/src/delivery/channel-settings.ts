import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  Transactions,
  FieldEncryption,
  listIn,
  sayIn,
  type Actor,
  type FieldFault,
  type Reader,
} from '#libs/platform';
import { DistrictPolicies } from '#libs/identity';
import {
  CHANNELS,
  PUSH_HOSTS,
  WECOM_HOSTS,
  newPushKeys,
  type ChannelName,
  type PushSettings,
} from '../channels/index.js';
import type { ChannelStateResponse } from './delivery.dto.js';
import { ChannelSet } from '../notifications.events.js';
import { CHANNEL_SET } from '../notifications.permissions.js';

/** The settings that an administrator enters for each channel: required and optional fields. */
const FIELDS: Record<ChannelName, { needed: string[]; optional: string[] }> = {
  email: { needed: ['host', 'port', 'from'], optional: ['isSecure', 'user', 'password', 'isPlain'] },
  push: { needed: ['subject'], optional: ['hosts'] },
  sms: { needed: ['url', 'headers', 'body'], optional: ['okWhen', 'referenceAt', 'laterWhen'] },
  wechat: { needed: ['appId', 'appSecret', 'templateId', 'titleField'], optional: ['baseUrl', 'page'] },
  wecom: { needed: [], optional: ['hosts'] },
  webhook: { needed: ['hosts'], optional: [] },
};
const DEFAULTS: Partial<Record<ChannelName, object>> = {
  email: { isSecure: false, user: null, password: null },
  push: { hosts: PUSH_HOSTS },
  wechat: { baseUrl: 'https://api.weixin.qq.com' },
  wecom: { hosts: WECOM_HOSTS },
};
const USUAL_PER_MINUTE = 300;

/** The district's channels: which are on, their rate limits and their encrypted settings. */
@Injectable()
export class ChannelSettings {
  constructor(
    private readonly transactions: Transactions,
    private readonly district: DistrictPolicies,
    private readonly encryption: FieldEncryption,
    private readonly events: Events,
  ) {}

  /** Undefined where the channel is off. */
  async of<S>(reader: Reader, channel: ChannelName): Promise<S | undefined> {
    const row = await reader.row<{ settings: Buffer }>(
      'SELECT settings FROM channel_setting WHERE channel = ? AND is_on',
      [channel],
    );
    return row && (JSON.parse(this.encryption.decrypt('channel_setting.settings', channel, row.settings)) as S);
  }

  async on(): Promise<ChannelName[]> {
    const rows = await this.transactions.rows<{ channel: ChannelName }>(
      'SELECT channel FROM channel_setting WHERE is_on',
    );
    return rows.map(({ channel }) => channel);
  }

  /** The public key with which browsers subscribe; null where push is off. */
  async pushKey(): Promise<string | null> {
    return (await this.of<PushSettings>(this.transactions, 'push'))?.publicKey ?? null;
  }

  async states(): Promise<ChannelStateResponse[]> {
    const rows = await this.transactions.rows<{
      channel: ChannelName;
      isOn: number;
      perMinute: number;
      closedUntil: Date | null;
    }>(
      'SELECT channel, is_on, per_minute, IF(closed_until > UTC_TIMESTAMP(3), closed_until, NULL) AS closed_until FROM channel_setting',
    );
    const counts = await this.transactions.rows<Record<'channel' | 'waiting' | 'failed', string>>(
      `SELECT channel, SUM(status IN ('waiting','sending')) AS waiting, SUM(status IN ('failed','uncertain')) AS failed
       FROM delivery WHERE status IN ('waiting','sending','failed','uncertain') GROUP BY channel`,
    );
    return CHANNELS.map((channel) => {
      const row = rows.find((one) => one.channel === channel);
      const count = counts.find((one) => one.channel === channel);
      return {
        channel,
        isOn: Boolean(row?.isOn),
        isSet: row !== undefined,
        perMinute: row?.perMinute ?? USUAL_PER_MINUTE,
        closedUntil: row?.closedUntil ?? null,
        waiting: Number(count?.waiting ?? 0),
        failed: Number(count?.failed ?? 0),
      };
    });
  }

  /** Settings left out keep their value. The key pair for push is generated here, once. Throws INVALID_INPUT. */
  async set(
    actor: Actor,
    channel: ChannelName,
    input: { isOn: boolean; perMinute: number; settings?: Record<string, unknown> },
  ): Promise<{ channel: ChannelName }> {
    return this.transactions.command(actor, async (tx) => {
      const { id: unitId } = await this.district.require(tx, actor, CHANNEL_SET);
      const kept = await tx.row<{ settings: Buffer }>(
        'SELECT settings FROM channel_setting WHERE channel = ? FOR UPDATE',
        [channel],
      );
      const before = kept
        ? (JSON.parse(this.encryption.decrypt('channel_setting.settings', channel, kept.settings)) as Record<
            string,
            unknown
          >)
        : { ...DEFAULTS[channel], ...(channel === 'push' ? await newPushKeys() : {}) };
      const settings = { ...before, ...input.settings };
      const faults = faultsOf(channel, settings, input.settings ?? {}, actor.locale);
      if (faults.length > 0) throw InvalidInput({ faults });
      const sealed = this.encryption.encrypt('channel_setting.settings', channel, JSON.stringify(settings));
      await tx.execute(
        `INSERT INTO channel_setting (channel, is_on, settings, per_minute, set_by, set_at) VALUES (?,?,?,?,?,UTC_TIMESTAMP(3))
         ON DUPLICATE KEY UPDATE is_on = VALUES(is_on), settings = VALUES(settings), per_minute = VALUES(per_minute), faults = 0,
           closed_until = NULL, set_by = VALUES(set_by), set_at = VALUES(set_at)`,
        [channel, input.isOn, sealed, input.perMinute, actor.personId],
      );
      await this.events.record(
        tx,
        ChannelSet({
          unitId,
          subjectId: unitId,
          actorId: actor.personId,
          data: { channel, isOn: input.isOn, perMinute: input.perMinute, changed: Object.keys(input.settings ?? {}) },
        }),
      );
      return { channel };
    });
  }
}

function faultsOf(
  channel: ChannelName,
  settings: Record<string, unknown>,
  given: Record<string, unknown>,
  locale: Actor['locale'],
): FieldFault[] {
  const say = sayIn(locale);
  const { needed, optional } = FIELDS[channel];
  const missing = needed.filter((name) => settings[name] === undefined || settings[name] === '');
  const known = listIn(locale, [...needed, ...optional]);
  const unknown = Object.keys(given).filter((name) => ![...needed, ...optional].includes(name));
  return [
    ...missing.map((name) => ({ field: `settings.${name}`, reason: say('必填', 'is required') })),
    ...unknown.map((name) => ({
      field: `settings.${name}`,
      reason: say(`没有这一项；可填 ${known}`, `is not a setting; known are: ${known}`),
    })),
  ];
}
