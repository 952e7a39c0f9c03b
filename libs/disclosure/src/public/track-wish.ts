import { Injectable } from '@nestjs/common';
import { EVENT_LOG, Problem, Transactions, FieldEncryption, keyed, problem } from '#libs/platform';
import { RateLimit, GUESS_LIMITS, joinUnit } from '#libs/identity';
import { isCardKey } from '#libs/wishes';
import type { TrackedStep, TrackedView, TrackedWishResponse } from '../disclosure.dto.js';

export const TrackedWishNotFound = problem('TRACKED_WISH_NOT_FOUND', 404, {
  zh: '没有找到：请核对心愿编号和电话后四位。',
  en: 'Not found. Please check the code and the last four digits of the telephone.',
});
export const TrackingPaused = problem('TRACKING_PAUSED', 429, {
  zh: '这个编号近日输错次数过多，暂不能用电话后四位查询。请扫描心愿卡上的二维码，或登录后查看，也可以向社区（村）咨询。',
  en: 'Too many wrong attempts for this code. The last four digits of the telephone are disabled for now. Scan the QR code on the wish card, sign in, or ask the community.',
});

/** The status of a wish, for a person who has its card. */
@Injectable()
export class TrackWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly attempts: RateLimit,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Needs the code, and either the last four digits of the telephone or the secret in the card's QR code. A wrong code and
   *  a wrong telephone give the same answer. Each code allows few wrong attempts by telephone per day, from all networks
   *  together. Strangers who use them up do not block access by card. Throws TRACKED_WISH_NOT_FOUND, TRACKING_PAUSED,
   *  TOO_MANY_REQUESTS. */
  async execute(input: {
    code: string;
    phoneTail?: string;
    cardKey?: string;
    address: string;
  }): Promise<TrackedWishResponse> {
    const { code, address, cardKey, phoneTail } = input;
    const { withinMinutes, perWish, perAddress } = GUESS_LIMITS.followWish;
    const byAddress = { key: ['follow-address', address], most: perAddress };
    if (cardKey !== undefined) {
      await this.attempts.count(withinMinutes, byAddress);
      const wish = await this.load(code);
      if (!wish || !isCardKey(await this.encryption.blindIndex(this.transactions), wish.id, cardKey))
        throw TrackedWishNotFound();
      return this.show(wish);
    }
    await this.attempts.count(withinMinutes, { key: ['follow', code, address], most: perWish }, byAddress);
    const attemptId = await this.admit(code);
    const wish = await this.load(code);
    if (!wish || !phoneTail || !this.phonesOf(wish).some((phone) => phone.endsWith(phoneTail)))
      throw TrackedWishNotFound();
    await this.attempts.forgive(attemptId);
    return this.show(wish);
  }

  private async admit(code: string): Promise<string> {
    try {
      return await this.attempts.admit(['follow-wrong', code], ...GUESS_LIMITS.followWishFromEverywhere);
    } catch (error) {
      throw error instanceof Problem && error.kind.status === 429 ? TrackingPaused(error.details) : error;
    }
  }

  private load(code: string): Promise<TrackedRow | undefined> {
    return this.transactions.row<TrackedRow>(
      `SELECT w.id, w.code, w.status, w.outcome, w.public_text, w.category, u.name AS unit_name, b.id AS beneficiary_id, ${keyed('b', 'phone')}, ${keyed('w', 'proxy')}
       FROM wish w ${joinUnit('w.unit_id')} JOIN beneficiary b ON b.id = w.beneficiary_id WHERE w.code = ?`,
      [code],
    );
  }

  private async show(wish: TrackedRow): Promise<TrackedWishResponse> {
    const steps = await this.transactions.rows<TrackedStep>(
      `SELECT e.name, e.occurred_at FROM ${EVENT_LOG} WHERE e.subject_id = ? AND e.visibility = 'public' ORDER BY e.row_no LIMIT 100`,
      [wish.id],
    );
    const views = await this.transactions.rows<TrackedView>(
      `SELECT JSON_VALUE(e.data, '$.as') AS \`as\`, e.occurred_at AS viewed_at FROM ${EVENT_LOG}
       WHERE e.subject_id = ? AND e.name = 'ContactViewed' ORDER BY e.row_no DESC LIMIT 50`,
      [wish.id],
    );
    const { beneficiaryId: _b, phone: _p, proxy: _x, ...shown } = wish;
    return { ...shown, steps, views };
  }

  private phonesOf(row: TrackedRow): string[] {
    const own = row.phone && this.encryption.tryDecrypt('beneficiary.phone', row.beneficiaryId, row.phone);
    const proxy = row.proxy && this.encryption.tryDecrypt('wish.proxy', row.id, row.proxy);
    return [own, proxy && (JSON.parse(proxy) as { phone: string }).phone].filter((phone) => typeof phone === 'string');
  }
}

type TrackedRow = Omit<TrackedWishResponse, 'steps' | 'views'> & {
  beneficiaryId: string;
  phone: Buffer | null;
  proxy: Buffer | null;
};
