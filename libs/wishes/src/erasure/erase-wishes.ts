import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  ErasesPeriod,
  Events,
  Files,
  KeptPassages,
  eraseSubjectKeys,
  eraseViewReasons,
  type Tx,
  type Row,
} from '#libs/platform';
import { WishSpends } from '#libs/funds';
import { CATEGORIES, type Category } from '../wish/categories.js';
import { ConcernedPersons } from '../resident/concerned-persons.js';
import { DRAFT, PHOTO, WISH, draftsDue, photosDue, wishesDue } from '../wishes.personal-data.js';
import { type Wish } from '../wish/wish.entity.js';
import { WishCancelled, WishErased } from '../wishes.events.js';

/** Why it is erased: the person asked, the person's account is deleted, or the retention period has passed. */
export type ErasureCause = 'asked' | 'account' | 'time';

/** Wishes and photos per transaction; erasing a wish takes about ten statements. */
const WISHES_AT_ONCE = 50;
const PHOTOS_AT_ONCE = 100;

interface EndedWish {
  id: string;
  unitId: string;
  beneficiaryId: string;
  category: Category;
  publicText: string;
  openedAt: Date | null;
}

/** Erases the personal data of wishes that have ended. Category, times, outcome, hours and money stay, under ids that
 *  identify no person. A person is erased together with their last wish. */
@Injectable()
export class EraseWishes {
  constructor(
    private readonly concerned: ConcernedPersons,
    private readonly spends: WishSpends,
    private readonly passages: KeptPassages,
    private readonly files: Files,
    private readonly events: Events,
  ) {}

  /** A step of the nightly job: erases wishes that ended before the given time. */
  @ErasesPeriod(WISH)
  async eraseOld(tx: Tx, before: Date): Promise<number> {
    const due = await tx.rows<{ id: string }>(
      `${wishesDue('?')} ORDER BY w.closed_at LIMIT ${WISHES_AT_ONCE} FOR UPDATE SKIP LOCKED`,
      [before],
    );
    const ids = due.map(({ id }) => id);
    await this.erase(tx, ids, 'time');
    return ids.length;
  }

  /** A step of the nightly job: discards photos older than the given time, of wishes that ended before it. */
  @ErasesPeriod(PHOTO)
  async discardOldPhotos(tx: Tx, before: Date): Promise<number> {
    const due = await tx.rows<{ id: string }>(
      `${photosDue('?')} ORDER BY f.created_at LIMIT ${PHOTOS_AT_ONCE} FOR UPDATE`,
      [before, before],
    );
    return this.files.discardOnly(tx, due);
  }

  /** A step of the nightly job: cancels and erases drafts that were created before the given time and never submitted. */
  @ErasesPeriod(DRAFT)
  async endOldDrafts(tx: Tx, before: Date): Promise<number> {
    const due = await tx.rows<{ id: string }>(
      `${draftsDue('?')} ORDER BY id LIMIT ${WISHES_AT_ONCE} FOR UPDATE SKIP LOCKED`,
      [before],
    );
    const ids = due.map(({ id }) => id);
    await this.endDrafts(tx, ids);
    await this.erase(tx, ids, 'time');
    return ids.length;
  }

  /** Cancels drafts, without a notification. */
  async endDrafts(tx: Tx, wishIds: readonly string[]): Promise<void> {
    if (wishIds.length === 0) return;
    const drafts = await tx.rows<Row<Wish, 'id' | 'unitId'>>(
      `SELECT id, unit_id FROM wish WHERE id IN (?) AND status = 'draft'`,
      [wishIds],
    );
    if (drafts.length === 0) return;
    await tx.execute(
      `UPDATE wish SET status = 'cancelled', outcome = 'none', version = version + 1, closed_at = UTC_TIMESTAMP(3)
       WHERE id IN (?) AND status = 'draft'`,
      [drafts.map(({ id }) => id)],
    );
    await this.events.record(
      tx,
      ...drafts.map(({ id, unitId }) =>
        WishCancelled({ unitId, subjectId: id, actorId: null, data: { from: 'draft', to: 'cancelled' } }),
      ),
    );
  }

  /** Erases the given wishes, all of which must have ended, and the persons who have no other wish. Skips wishes that are
   *  already erased. */
  async erase(tx: Tx, wishIds: readonly string[], cause: ErasureCause): Promise<void> {
    if (wishIds.length === 0) return;
    const wishes = await tx.rows<EndedWish>(
      `SELECT id, unit_id, beneficiary_id, category, public_text, opened_at FROM wish WHERE id IN (?) AND erased_at IS NULL
       ORDER BY id FOR UPDATE`,
      [wishIds],
    );
    if (wishes.length === 0) return;
    const ids = wishes.map(({ id }) => id);
    const concerned = await this.concerned.of(tx, ids);
    for (const [wishId, { known }] of concerned) await this.spends.mask(tx, [wishId], known);
    for (const wish of wishes)
      await tx.execute(
        `UPDATE wish SET need = NULL, need_hash = ?, fingerprint = NULL, proxy = NULL, language = NULL, windows = '[]',
           public_text = ?, erased_at = UTC_TIMESTAMP(3) WHERE id = ?`,
        [randomBytes(32), publicTextAfter(wish, cause), wish.id],
      );
    for (const change of [
      'fulfilment SET what = NULL, evidence = NULL',
      'confirmation SET comment = NULL',
      'claim SET end_reason = NULL',
      'wish_question SET question = NULL, answer = NULL',
    ])
      await tx.execute(`UPDATE ${change} WHERE wish_id IN (?)`, [ids]);
    await tx.execute('DELETE FROM wish_import_row WHERE subject_id IN (?)', [ids]);
    await tx.execute(`UPDATE data_request SET reason = '' WHERE wish_id IN (?) AND reason IS NOT NULL`, [ids]);
    await this.passages.erase(tx, ids);
    await this.files.discard(tx, ids, ['need', 'done']);
    await eraseViewReasons(tx, ids);
    await eraseSubjectKeys(tx, ids);
    await this.eraseLonePersons(tx, [...new Set(wishes.map(({ beneficiaryId }) => beneficiaryId))]);
    await this.events.record(
      tx,
      ...wishes.map(({ id, unitId }) => WishErased({ unitId, subjectId: id, actorId: null, data: { cause } })),
    );
  }

  /** Erases those of the given persons who have no wish left that is not erased. */
  private async eraseLonePersons(tx: Tx, beneficiaryIds: string[]): Promise<void> {
    const lone = await tx.rows<{ id: string }>(
      `SELECT b.id FROM beneficiary b WHERE b.id IN (?) AND b.erased_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM wish w WHERE w.beneficiary_id = b.id AND w.erased_at IS NULL) FOR UPDATE`,
      [beneficiaryIds],
    );
    for (const { id } of lone)
      await tx.execute(
        `UPDATE beneficiary SET identity_hash = ?, name = NULL, phone = NULL, phone_hash = NULL, address = NULL,
           hardship = NULL, age = NULL, erased_at = UTC_TIMESTAMP(3) WHERE id = ?`,
        [randomBytes(32), id],
      );
    const erased = lone.map(({ id }) => id);
    await eraseSubjectKeys(tx, erased);
    await eraseViewReasons(tx, erased);
  }
}

/** A published text stays when only the retention period has passed; a person's request replaces it. */
function publicTextAfter({ category, publicText, openedAt }: EndedWish, cause: ErasureCause): string {
  if (cause === 'time' && openedAt) return publicText;
  const said = cause === 'time' ? '已过保存期限，内容已删除' : '已应本人要求删除';
  return `〔${CATEGORIES[category].zh}〕${said}`;
}
