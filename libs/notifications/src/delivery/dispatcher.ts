import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Recoveries, People } from '#libs/identity';
import {
  Config,
  PollingLoop,
  Transactions,
  FieldEncryption,
  withKey,
  type Locale,
  type Tx,
  type Row,
} from '#libs/platform';
import { SENDERS, type ChannelName, type Message, type Outcome } from '../channels/index.js';
import type { Notification } from '../inbox/notification.entity.js';
import { Templates, isAboutAccount } from '../escalation/templates.js';
import { PreferenceStore } from './preferences.js';

const TICK_MS = 1_000;
const AT_ONCE = 8;
const BATCH = 64;
/** Longer than any attempt takes: when the lease ends, no worker is sending any more. */
const LEASE_S = 60;
const MOST_ATTEMPTS = 8;
/** After this many consecutive failures a channel is paused, longer each time. */
const FAULTS_BEFORE_CLOSING = 5;
const LONGEST_CLOSED_S = 900;
const SHOWN_IN_DIGEST = 5;

interface Delivery {
  id: string;
  channel: ChannelName;
  targetId: string;
  personId: string | null;
  notificationId: string | null;
  /** A text under test, sent instead of a notification. */
  sample: string | null;
  attempts: number;
  createdAt: Date;
}
/** Everything that an attempt needs, read when the delivery is leased. */
interface Parcel {
  delivery: Delivery;
  settings: unknown;
  address: unknown;
  message: Message;
}

/** Sends due deliveries, separately from the jobs: a slow provider delays no inbox. The database rows are authoritative: a
 *  delivery is leased, sent, and its outcome is stored. An attempt with an unknown outcome is repeated only where that is
 *  harmless (`Guarantee`). Each channel has a rate limit and is paused while it fails. */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('dispatcher');
  private readonly ticker = new PollingLoop(
    TICK_MS,
    () => this.tick(),
    ({ message }) => this.logger.warn(`tick: ${message}`),
  );

  constructor(
    private readonly transactions: Transactions,
    private readonly encryption: FieldEncryption,
    private readonly config: Config,
    private readonly preferences: PreferenceStore,
    private readonly templates: Templates,
    private readonly recoveries: Recoveries,
    private readonly people: People,
  ) {}

  onApplicationBootstrap(): void {
    this.ticker.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.ticker.stop();
  }

  private async tick(): Promise<void> {
    await this.reclaim();
    const due = await this.transactions.rows<{ id: string }>(
      `SELECT id FROM delivery WHERE status = 'waiting' AND due_at <= UTC_TIMESTAMP(3) ORDER BY due_at LIMIT ${BATCH}`,
    );
    for (let at = 0; at < due.length && !this.ticker.isStopped; at += AT_ONCE)
      await Promise.all(due.slice(at, at + AT_ONCE).map(({ id }) => this.deliver(id)));
  }

  /** Releases deliveries whose worker is gone. A channel with the guarantee `once-at-most` does not send them again. */
  private async reclaim(): Promise<void> {
    const once = Object.entries(SENDERS).flatMap(([name, { guarantee }]) =>
      guarantee === 'once-at-most' ? [name] : [],
    );
    await this.transactions.run((tx) =>
      tx.execute(
        `UPDATE delivery SET status = IF(channel IN (?), 'uncertain', 'waiting'), cause = 'interrupted',
           ended_at = IF(channel IN (?), UTC_TIMESTAMP(3), NULL), lease_until = NULL
         WHERE status = 'sending' AND lease_until < UTC_TIMESTAMP(3)`,
        [once, once],
      ),
    );
  }

  private async deliver(id: string): Promise<void> {
    const parcel = await this.transactions.run((tx) => this.take(tx, id));
    if (!parcel) return;
    const { delivery, settings, address, message } = parcel;
    const outcome = await SENDERS[delivery.channel].send(settings as never, address as never, message);
    await this.transactions.run((tx) => this.keep(tx, delivery, outcome));
  }

  /** Leases one delivery if its channel may send now and there is something to send. */
  private async take(tx: Tx, id: string): Promise<Parcel | undefined> {
    const delivery = await tx.row<Delivery>(
      `SELECT id, channel, target_id, person_id, notification_id, sample, attempts, created_at FROM delivery
       WHERE id = ? AND status = 'waiting' AND due_at <= UTC_TIMESTAMP(3) FOR UPDATE`,
      [id],
    );
    if (!delivery) return undefined; // another worker has it
    const paced = await tx.execute(
      `UPDATE channel_setting SET
         window_sent = IF(window_at > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE, window_sent + 1, 1),
         window_at = IF(window_at > UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE, window_at, UTC_TIMESTAMP(3))
       WHERE channel = ? AND is_on AND (closed_until IS NULL OR closed_until <= UTC_TIMESTAMP(3))
         AND (window_at IS NULL OR window_at <= UTC_TIMESTAMP(3) - INTERVAL 1 MINUTE OR window_sent < per_minute)`,
      [delivery.channel],
    );
    const channel = await tx.row<{ isOn: number; settings: Buffer; closedUntil: Date | null }>(
      'SELECT is_on, settings, closed_until FROM channel_setting WHERE channel = ?',
      [delivery.channel],
    );
    if (!channel?.isOn) return this.end(tx, delivery, 'failed', 'off');
    if (paced === 0) {
      await tx.execute(
        'UPDATE delivery SET due_at = GREATEST(UTC_TIMESTAMP(3) + INTERVAL ? SECOND, COALESCE(?, UTC_TIMESTAMP(3))) WHERE id = ?',
        [2 + Math.random() * 6, channel.closedUntil, id],
      );
      return undefined;
    }
    const address = await this.addressOf(tx, delivery);
    if (!address) return this.end(tx, delivery, 'failed', delivery.channel === 'wechat' ? 'no consent' : 'no address');
    const message = await this.messageOf(tx, delivery);
    if (!message) return this.end(tx, delivery, 'dropped', 'nothing to tell');
    await tx.execute(
      `UPDATE delivery SET status = 'sending', attempts = attempts + 1, lease_until = UTC_TIMESTAMP(3) + INTERVAL ${LEASE_S} SECOND WHERE id = ?`,
      [id],
    );
    const settings = JSON.parse(
      this.encryption.decrypt('channel_setting.settings', delivery.channel, channel.settings),
    ) as unknown;
    return { delivery: { ...delivery, attempts: delivery.attempts + 1 }, settings, address, message };
  }

  private async keep(tx: Tx, delivery: Delivery, outcome: Outcome): Promise<void> {
    const { guarantee } = SENDERS[delivery.channel];
    await this.watch(tx, delivery.channel, outcome);
    if (outcome.result === 'sent') return void (await this.end(tx, delivery, 'sent', null, outcome.reference));
    if (outcome.result === 'refused') {
      if (outcome.isGone)
        await tx.execute('UPDATE contact_point SET ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND channel <> ?', [
          delivery.targetId,
          'wechat',
        ]);
      return void (await this.end(tx, delivery, 'failed', outcome.cause));
    }
    if (outcome.isUnknown && guarantee === 'once-at-most')
      return void (await this.end(tx, delivery, 'uncertain', outcome.cause));
    if (delivery.attempts >= MOST_ATTEMPTS) return void (await this.end(tx, delivery, 'failed', outcome.cause));
    const waitS =
      outcome.afterS ?? Math.min(LONGEST_CLOSED_S, 5 * 2 ** delivery.attempts) * (0.5 + Math.random() * 0.5);
    await tx.execute(
      `UPDATE delivery SET status = 'waiting', lease_until = NULL, cause = ?, due_at = UTC_TIMESTAMP(3) + INTERVAL ? SECOND
       WHERE id = ? AND status = 'sending'`,
      [outcome.cause.slice(0, 100), waitS, delivery.id],
    );
    // A consent that was not used is free again.
    if (delivery.channel === 'wechat')
      await tx.execute('UPDATE wechat_consent SET used_by = NULL WHERE used_by = ?', [delivery.id]);
  }

  /** Counts a channel's consecutive failures. A refusal by the provider, or a delay for which it names a time, is not a
   *  failure. */
  private async watch(tx: Tx, channel: ChannelName, outcome: Outcome): Promise<void> {
    const isFault = outcome.result === 'later' && outcome.afterS === undefined;
    await tx.execute(
      isFault
        ? `UPDATE channel_setting SET faults = faults + 1, closed_until = IF(faults >= ${FAULTS_BEFORE_CLOSING},
             UTC_TIMESTAMP(3) + INTERVAL LEAST(${LONGEST_CLOSED_S}, 15 * POW(2, faults - ${FAULTS_BEFORE_CLOSING})) SECOND, closed_until) WHERE channel = ?`
        : 'UPDATE channel_setting SET faults = 0, closed_until = NULL WHERE channel = ? AND faults > 0',
      [channel],
    );
  }

  private async end(
    tx: Tx,
    { id }: Delivery,
    status: 'sent' | 'failed' | 'uncertain' | 'dropped',
    cause: string | null,
    reference: string | null = null,
  ): Promise<undefined> {
    await tx.execute(
      'UPDATE delivery SET status = ?, cause = ?, reference = ?, lease_until = NULL, ended_at = UTC_TIMESTAMP(3) WHERE id = ?',
      [status, cause?.slice(0, 100) ?? null, reference, id],
    );
    return undefined;
  }

  private async addressOf(tx: Tx, { id, channel, targetId }: Delivery): Promise<unknown> {
    if (channel === 'sms') {
      const phone = await this.people.phoneOf(tx, targetId);
      return phone ? { phone } : undefined;
    }
    if (channel === 'wechat') {
      const used = await tx.execute(
        'UPDATE wechat_consent SET used_by = ? WHERE contact_point_id = ? AND used_by IS NULL ORDER BY given_at LIMIT 1',
        [id, targetId],
      );
      if (used === 0) return undefined;
    }
    const table = channel === 'wecom' || channel === 'webhook' ? 'unit_hook' : 'contact_point';
    const column = table === 'contact_point' ? withKey('address', 'person_id') : 'address';
    const kept = await tx.row<{ address: Buffer | null }>(
      `SELECT ${column} AS address FROM ${table} WHERE id = ? AND ended_at IS NULL`,
      [targetId],
    );
    // An address that cannot be decrypted counts as missing: it must not block the deliveries after it.
    const address = kept?.address && this.encryption.tryDecrypt(`${table}.address`, targetId, kept.address);
    return address ? (JSON.parse(address) as unknown) : undefined;
  }

  private async messageOf(tx: Tx, delivery: Delivery): Promise<Message | undefined> {
    const { id, personId, notificationId, createdAt, sample } = delivery;
    const locale = personId ? ((await this.preferences.of(tx, [personId])).get(personId)?.locale ?? 'zh') : 'zh';
    const url = `${this.config.publicUrl}/app`;
    const open = locale === 'en' ? 'Open Micro-Wish to see more.' : '请打开微心愿查看。';
    if (sample) {
      const words = JSON.parse(sample) as Record<Locale, string>;
      return { key: id, title: words[locale], text: open, url };
    }
    const [where, value] = notificationId
      ? ['id = ?', [notificationId]]
      : [`recipient_id = ? AND archived_at IS NULL AND created_at >= ?`, [personId, createdAt]];
    const told = await tx.rows<Row<Notification, 'kind' | 'wishCode' | 'step' | 'recoveryId'>>(
      `SELECT kind, wish_code, step, recovery_id FROM notification WHERE ${where} ORDER BY id DESC LIMIT 100`,
      value,
    );
    if (told.length === 0) return undefined;
    const titles = await this.templates.titles(tx, told, locale);
    if (notificationId && isAboutAccount(told[0]!.kind)) {
      const stop = told[0]!.recoveryId ? await this.stopOf(tx, told[0]!.recoveryId, locale) : undefined;
      return { key: id, title: titles[0]!, text: open, url, ...stop };
    }
    if (notificationId) return { key: id, title: titles[0]!, text: open, url };
    const title = locale === 'en' ? `Micro-Wish: ${told.length} messages` : `微心愿：${told.length} 条消息`;
    return { key: id, title, text: [...titles.slice(0, SHOWN_IN_DIGEST), open].join('\n'), url };
  }

  /** How the person stops an account recovery. The link is created when the message is sent and is not stored. */
  private async stopOf(
    tx: Tx,
    recoveryId: string,
    locale: Locale,
  ): Promise<Pick<Message, 'text' | 'warning'> & { url?: string }> {
    const isEnglish = locale === 'en';
    if (!(await this.recoveries.canBeStopped(tx, recoveryId))) {
      const warning = isEnglish
        ? 'If this was not you, tell your office at once.'
        : '如非本人操作，请立即告知所在单位。';
      return { text: warning, warning };
    }
    const warning = isEnglish ? 'If this was not you, stop it here:' : '如非本人操作，请打开链接停止：';
    const url = `${this.config.publicUrl}/stop-recovery#${await this.recoveries.stopToken(tx, recoveryId)}`;
    return { text: warning, url, warning };
  }
}
