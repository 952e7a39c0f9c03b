import { createHash, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InvalidInput, Transactions, FieldEncryption, newId, sayIn, type Actor, type Tx } from '#libs/platform';
import { RateLimit, GUESS_LIMITS } from '#libs/identity';
import {
  SENDERS,
  isAllowedHost,
  openIdOf,
  type ChannelName,
  type PushAddress,
  type PushSettings,
  type WechatSettings,
} from '../channels/index.js';
import { ChannelSettings } from './channel-settings.js';
import type { ContactPointResponse } from './delivery.dto.js';
import { ChannelOff, CodeWrong, ContactPointNotFound } from './delivery.errors.js';

const CODE_MINUTES = 15;
const MOST_CONSENTS = 20;

/** Where a person can be reached outside the inbox. Addresses are encrypted; only the dispatcher decrypts them. */
@Injectable()
export class ContactPoints {
  constructor(
    private readonly transactions: Transactions,
    private readonly encryption: FieldEncryption,
    private readonly settings: ChannelSettings,
    private readonly attempts: RateLimit,
  ) {}

  async own(actor: Actor): Promise<ContactPointResponse[]> {
    const rows = await this.transactions.rows<Omit<ContactPointResponse, 'isConfirmed'> & { isConfirmed: number }>(
      `SELECT p.id, p.channel, p.label, p.confirmed_at IS NOT NULL AS is_confirmed,
         IF(p.channel = 'wechat', (SELECT COUNT(*) FROM wechat_consent c WHERE c.contact_point_id = p.id AND c.used_by IS NULL), NULL) AS consents
       FROM contact_point p WHERE p.person_id = ? AND p.ended_at IS NULL ORDER BY p.id`,
      [actor.personId],
    );
    return rows.map((row) => ({
      ...row,
      isConfirmed: Boolean(row.isConfirmed),
      consents: row.consents === null ? null : Number(row.consents),
    }));
  }

  /** Sends a code to an e-mail address; the address is used once its owner has confirmed the code. Throws CHANNEL_OFF,
   *  TOO_MANY_REQUESTS, INVALID_INPUT where the code cannot be sent. */
  async addEmail(actor: Actor, email: string): Promise<ContactPointResponse> {
    const settings = await this.settings.of(this.transactions, 'email');
    if (!settings) throw ChannelOff();
    const { withinMinutes, perPerson } = GUESS_LIMITS.contactCodeSent;
    await this.attempts.count(withinMinutes, { key: ['contact-code', actor.personId], most: perPerson });
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const point = await this.transactions.run((tx) => this.keep(tx, actor, 'email', { email }, maskEmail(email), code));
    const isEnglish = actor.locale === 'en';
    const outcome = await SENDERS.email.send(settings as never, { email } as never, {
      key: newId(),
      title: isEnglish ? `Your Micro-Wish code: ${code}` : `微心愿验证码：${code}`,
      text: isEnglish
        ? `Enter ${code} within ${CODE_MINUTES} minutes. If you have not asked for it, do nothing.`
        : `请在 ${CODE_MINUTES} 分钟内填写 ${code}。如非本人操作，请忽略。`,
      url: '',
    });
    if (outcome.result !== 'sent')
      throw InvalidInput({
        faults: [
          {
            field: 'email',
            reason: isEnglish ? `could not be written to (${outcome.cause})` : `发送失败（${outcome.cause}）`,
          },
        ],
      });
    return point;
  }

  /** Throws CONTACT_POINT_NOT_FOUND, CODE_WRONG, TOO_MANY_REQUESTS. */
  async confirm(actor: Actor, pointId: string, code: string): Promise<{ id: string }> {
    const { withinMinutes, perPerson } = GUESS_LIMITS.contactCode;
    await this.attempts.count(withinMinutes, { key: ['contact-confirm', actor.personId], most: perPerson });
    return this.transactions.run(async (tx) => {
      const confirmed = await tx.execute(
        `UPDATE contact_point SET confirmed_at = COALESCE(confirmed_at, UTC_TIMESTAMP(3)), code_hash = NULL
         WHERE id = ? AND person_id = ? AND ended_at IS NULL AND code_hash = ? AND code_until > UTC_TIMESTAMP(3)`,
        [pointId, actor.personId, hashOf(code)],
      );
      if (confirmed > 0) return { id: pointId };
      const known = await tx.row('SELECT 1 FROM contact_point WHERE id = ? AND person_id = ? AND ended_at IS NULL', [
        pointId,
        actor.personId,
      ]);
      throw known ? CodeWrong() : ContactPointNotFound();
    });
  }

  /** Adds a browser's push subscription. It needs no confirmation: the session belongs to the browser's user. Throws
   *  CHANNEL_OFF, INVALID_INPUT. */
  async addPush(actor: Actor, { label, ...address }: PushAddress & { label: string }): Promise<ContactPointResponse> {
    const settings = await this.settings.of<PushSettings>(this.transactions, 'push');
    if (!settings) throw ChannelOff();
    if (!isAllowedHost(address.endpoint, settings.hosts)) {
      const reason = actor.locale === 'en' ? 'is no push service that we write to' : '不是可用的推送服务';
      throw InvalidInput({ faults: [{ field: 'endpoint', reason }] });
    }
    return this.transactions.run((tx) => this.keep(tx, actor, 'push', address, label.slice(0, 60)));
  }

  /** Adds the person's WeChat account by a login code from WeChat, and the consents just given (at most 20). Throws
   *  CHANNEL_OFF, INVALID_INPUT. */
  async addWechat(actor: Actor, code: string, consents: number): Promise<ContactPointResponse> {
    const settings = await this.settings.of<WechatSettings>(this.transactions, 'wechat');
    if (!settings) throw ChannelOff();
    const openId = await openIdOf(settings, code);
    if (typeof openId !== 'string') {
      const reason = sayIn(actor.locale)(
        '微信没有认出这个凭证，请重新打开页面',
        'was not known to WeChat; open the page again',
      );
      throw InvalidInput({ faults: [{ field: 'code', reason }] });
    }
    return this.transactions.run(async (tx) => {
      const point = await this.keep(tx, actor, 'wechat', { openId }, 'WeChat');
      const givenAt = await tx.now();
      const given = Array.from({ length: Math.min(consents, MOST_CONSENTS) }, () => ({
        id: newId(),
        contactPointId: point.id,
        givenAt,
      }));
      await tx.insert('wechat_consent', given);
      return { ...point, consents: given.length };
    });
  }

  /** Removes a contact point; nothing is sent to it any more. Throws CONTACT_POINT_NOT_FOUND. */
  async remove(actor: Actor, pointId: string): Promise<{ id: string }> {
    return this.transactions.run(async (tx) => {
      const ended = await tx.execute(
        'UPDATE contact_point SET ended_at = UTC_TIMESTAMP(3) WHERE id = ? AND person_id = ? AND ended_at IS NULL',
        [pointId, actor.personId],
      );
      if (ended === 0) throw ContactPointNotFound();
      return { id: pointId };
    });
  }

  /** Stores a contact point; the same address reuses the existing one. With a code it waits for confirmation. */
  private async keep(
    tx: Tx,
    actor: Actor,
    channel: ChannelName,
    address: object,
    label: string,
    code?: string,
  ): Promise<ContactPointResponse> {
    const text = JSON.stringify(address);
    const index = await this.encryption.blindIndex(tx);
    const known = await tx.row<{ id: string }>(
      'SELECT id FROM contact_point WHERE person_id = ? AND channel = ? AND address_hash IN (?) FOR UPDATE',
      [actor.personId, channel, index.candidates(`contact.${channel}`, text)],
    );
    const id = known?.id ?? newId();
    const now = await tx.now();
    const state = {
      label,
      codeHash: code ? hashOf(code) : null,
      codeUntil: code ? new Date(now.getTime() + CODE_MINUTES * 60_000) : null,
      confirmedAt: code ? null : now,
      endedAt: null,
    };
    if (known) await tx.update('contact_point', id, state);
    else
      await tx.insert('contact_point', {
        id,
        personId: actor.personId,
        channel,
        address: (await this.encryption.keyOf(tx, actor.personId)).encrypt('contact_point.address', id, text),
        addressHash: index.hash(`contact.${channel}`, text),
        indexKeyNo: index.keyNo,
        createdAt: now,
        ...state,
      });
    return { id, channel, label, isConfirmed: !code, consents: null };
  }
}

const hashOf = (code: string): Buffer => createHash('sha256').update(code).digest();

/** bob@home.example → b**@home.example */
const maskEmail = (email: string): string => email.replace(/^(.)[^@]*/, '$1**').slice(0, 60);
