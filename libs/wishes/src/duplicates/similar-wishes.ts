import { Injectable } from '@nestjs/common';
import {
  DATA_VIEWS,
  Transactions,
  FieldEncryption,
  asked,
  maskText,
  recordView,
  type Actor,
  type Tx,
} from '#libs/platform';
import { Access, RateLimit, GUESS_LIMITS, UnitNotFound, Units } from '#libs/identity';
import { SIMILAR, similarities } from './similarity.js';
import { loadTokenizer } from './need-tokenizer.js';
import { OwnWishes } from '../resident/own-wishes.js';
import { DROPPED_STATUSES, PUBLISHED_STATUSES, type WishStatus } from '../wish/wish.lifecycle.js';
import { WISH_READ, WISH_SUBMIT } from '../wishes.permissions.js';

export interface SimilarWish {
  id: string;
  code: string;
  status: WishStatus;
  publicText: string;
  /** 0 to 1. */
  similarity: number;
}

/** Bonus for the same telephone: the same person is likelier than a neighbour to ask for the same thing. */
const SAME_PHONE = 0.3;
const COMPARED = 300;
const SHOWN = 5;
/** `fields` in `personal_data_view`: what was shown of the wish. Views within one hour are one record. */
const SHOWN_FIELD = 'text';
const HOUR_MIN = 60;

const NO_HASH = Buffer.alloc(32);

/** Wishes of a community that are similar to one being entered. Staff of the community compare with every wish there, by
 *  text and telephone; their views of unreviewed texts are recorded. All others compare with published wishes and their
 *  own, by text alone: neither a text nor a telephone reveals what a neighbour asked for. Drafts count only for those who
 *  wrote them. */
@Injectable()
export class SimilarWishes {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly ownWishes: OwnWishes,
    private readonly attempts: RateLimit,
    private readonly encryption: FieldEncryption,
  ) {}

  /** The most similar first, at most five. Counts towards the hourly limit.
   *  Throws UNIT_NOT_FOUND, FORBIDDEN, TOO_MANY_REQUESTS. */
  async find(
    actor: Actor,
    input: { unitId: string; need: string; phone: string | null; except?: string },
  ): Promise<SimilarWish[]> {
    const unit = await this.units.get(this.transactions, input.unitId);
    this.access.require(actor, WISH_SUBMIT, unit.path, UnitNotFound);
    const isStaff = this.access.may(actor, WISH_READ, unit.path);
    const { withinMinutes, perStaff, perResident } = GUESS_LIMITS.similarWishes;
    await this.attempts.count(withinMinutes, {
      key: ['similar-wishes', actor.personId],
      most: isStaff ? perStaff : perResident,
    });
    const tokenize = await loadTokenizer();
    // Not a keyed command: unreviewed texts must not be stored for replay.
    return this.transactions.run(async (tx) => {
      const rows = await this.comparable(tx, actor, { ...input, isStaff });
      const alike = similarities(
        tokenize(maskText(input.need)),
        rows.map(({ publicText }) => tokenize(publicText)),
      );
      const similar = rows
        .map((row, at) => ({ ...row, similarity: Math.min(1, alike[at]! + (row.isSamePhone ? SAME_PHONE : 0)) }))
        .filter(({ similarity }) => similarity >= SIMILAR)
        .toSorted((a, b) => b.similarity - a.similarity)
        .slice(0, SHOWN);
      await this.recordLooks(tx, actor, similar);
      return similar.map(({ id, code, status, publicText, similarity }) => ({
        id,
        code,
        status,
        publicText,
        similarity: Math.round(similarity * 100) / 100,
      }));
    });
  }

  private async comparable(
    tx: Tx,
    actor: Actor,
    { unitId, phone, except, isStaff }: { unitId: string; phone: string | null; except?: string; isStaff: boolean },
  ): Promise<ComparableWish[]> {
    const ownWishes = await this.ownWishes.of(tx, actor.personId);
    const own = `(own.id IS NOT NULL${isStaff ? ' OR w.entered_by = ?' : ''})`;
    const whose = isStaff ? [actor.personId] : [];
    const { sql, values } = asked<string>([
      ['w.unit_id = ?', unitId],
      ['w.id <> ?', except],
    ]);
    const comparedPhones =
      isStaff && phone !== null ? (await this.encryption.blindIndex(tx)).candidates('phone', phone) : [NO_HASH];
    const rows = await tx.rows<Omit<ComparableWish, 'isOwn' | 'isSamePhone'> & { isOwn: number; isSamePhone: number }>(
      `SELECT w.id, w.code, w.status, w.public_text, ${own} AS is_own, COALESCE(b.phone_hash IN (?), FALSE) AS is_same_phone
       FROM wish w JOIN beneficiary b ON b.id = w.beneficiary_id LEFT JOIN (${ownWishes.sql}) own ON own.id = w.id
       WHERE ${sql} AND w.erased_at IS NULL AND w.status NOT IN (?) AND (${isStaff ? `w.status <> 'draft'` : 'w.status IN (?)'} OR ${own})
       ORDER BY w.id DESC LIMIT ${COMPARED}`,
      [
        ...whose,
        comparedPhones,
        ...ownWishes.values,
        ...values,
        DROPPED_STATUSES,
        ...(isStaff ? [] : [PUBLISHED_STATUSES]),
        ...whose,
      ],
    );
    return rows.map((row) => ({ ...row, isOwn: Boolean(row.isOwn), isSamePhone: Boolean(row.isSamePhone) }));
  }

  /** Records who saw which unreviewed text of another person. The form searches at every pause in typing, so the views of
   *  one wish within one hour are one record. */
  private async recordLooks(tx: Tx, actor: Actor, similar: ComparableWish[]): Promise<void> {
    const unreviewed = similar.filter(({ isOwn, status }) => !isOwn && !PUBLISHED_STATUSES.includes(status));
    if (unreviewed.length === 0) return;
    const recent = await tx.rows<{ subjectId: string }>(
      `SELECT v.subject_id FROM ${DATA_VIEWS}
       WHERE v.subject_id IN (?) AND v.viewer_id = ? AND v.fields = ? AND v.viewed_at > UTC_TIMESTAMP(3) - INTERVAL ${HOUR_MIN} MINUTE`,
      [unreviewed.map(({ id }) => id), actor.personId, SHOWN_FIELD],
    );
    await recordView(
      tx,
      ...unreviewed
        .filter(({ id }) => !recent.some(({ subjectId }) => subjectId === id))
        .map(({ id }) => ({
          viewerId: actor.personId,
          subjectId: id,
          fields: SHOWN_FIELD,
          reason: '登记新心愿时查找相似心愿 / looked for similar wishes',
        })),
    );
  }
}

interface ComparableWish {
  id: string;
  code: string;
  status: WishStatus;
  publicText: string;
  isOwn: boolean;
  isSamePhone: boolean;
}
