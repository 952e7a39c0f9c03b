import { Injectable } from '@nestjs/common';
import { Transactions, Vault, keyed, newId, withKey, type Actor, type Reader, type Tx } from '#libs/platform';
import { People } from '#libs/identity';
import { WishSpends } from '#libs/funds';
import { DataRequestState } from '../wish.errors.js';
import type { PersonCopyAnswer } from './data-requests.dto.js';
import { DataRequestStore } from './data-request-store.js';
import { SamePerson } from './same-person.js';

/** A copy may be printed once more within a day. */
const AGAIN_WITHIN_MS = 86_400_000;

/** Hands a person a copy of all that is kept of the person and the own wishes. Recorded like every showing of contact details.
 *  Source: PIPL, art. 45. */
@Injectable()
export class CopyPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: DataRequestStore,
    private readonly samePerson: SamePerson,
    private readonly vault: Vault,
    private readonly people: People,
    private readonly spends: WishSpends,
  ) {}

  /** Answers the request. Throws DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE. */
  async execute(actor: Actor, requestId: string): Promise<PersonCopyAnswer> {
    // Not a keyed command: an answer with personal data is never kept for a repetition.
    return this.transactions.run(async (tx) => {
      const request = await this.requests.load(tx, actor, requestId, 'dataRequest.open');
      this.requests.assert(request, ['open', 'done'], 'copy');
      const now = await tx.now();
      if (request.endedAt && now.getTime() - request.endedAt.getTime() > AGAIN_WITHIN_MS)
        throw DataRequestState({ state: request.status });
      const entries = await this.samePerson.entriesOf(tx, request.beneficiaryId);
      const wishes = await this.wishesOf(tx, entries);
      const copy = {
        madeAt: now,
        entries: await this.entriesOf(tx, entries),
        wishes,
        spends: await this.spends.list(
          tx,
          wishes.map(({ id }) => id),
        ),
        views: await this.viewsOf(tx, [...entries, ...wishes.map(({ id }) => id)]),
      };
      await this.recordShowing(tx, actor, request.beneficiaryId, now);
      if (request.status === 'open') await this.requests.decide(tx, request, 'done', { actorId: actor.personId });
      await this.requests.record(tx, request, 'PersonDataCopied', actor.personId);
      return copy;
    });
  }

  private async recordShowing(tx: Tx, actor: Actor, subjectId: string, viewedAt: Date): Promise<void> {
    await tx.insert('personal_data_view', {
      id: newId(),
      viewerId: actor.personId,
      subjectId,
      fields: 'copy',
      reason: '应本人要求提供个人信息副本 / a copy for the person',
      viewedAt,
    });
  }

  private async entriesOf(reader: Reader, ids: string[]): Promise<PersonCopyAnswer['entries']> {
    const rows = await reader.rows<
      { id: string; age: number | null } & Record<'name' | 'phone' | 'address' | 'hardship', Buffer | null>
    >(
      `SELECT id, ${keyed('beneficiary', 'name', 'phone', 'address', 'hardship')}, age FROM beneficiary WHERE id IN (?) ORDER BY id`,
      [ids],
    );
    return rows.map(({ id, name, phone, address, hardship, age }) => ({
      name: this.vault.openOrNull('beneficiary.name', id, name),
      phone: this.vault.openOrNull('beneficiary.phone', id, phone),
      address: this.vault.openOrNull('beneficiary.address', id, address),
      hardship: this.vault.openOrNull('beneficiary.hardship', id, hardship),
      age,
    }));
  }

  private async wishesOf(reader: Reader, beneficiaryIds: string[]): Promise<PersonCopyAnswer['wishes']> {
    const rows = await reader.rows<
      Omit<PersonCopyAnswer['wishes'][number], 'need' | 'proxy' | 'done' | 'comments'> & {
        need: Buffer | null;
        proxy: Buffer | null;
      }
    >(
      `SELECT w.id, w.code, w.status, w.outcome, w.category, ${keyed('w', 'need', 'proxy')}, w.public_text, w.consent_kind, w.consented_at,
         w.created_at, w.closed_at,
         (SELECT COUNT(*) FROM file f WHERE f.subject_id = w.id AND f.purpose IN ('need','done')) AS photos
       FROM wish w WHERE w.beneficiary_id IN (?) AND w.erased_at IS NULL ORDER BY w.id LIMIT 500`,
      [beneficiaryIds],
    );
    const ids = rows.map(({ id }) => id);
    const done = await this.doneFor(reader, ids);
    const comments = await this.commentsOn(reader, ids);
    return rows.map(({ need, proxy, ...wish }) => ({
      ...wish,
      photos: Number(wish.photos),
      need: this.vault.openOrNull('wish.need', wish.id, need),
      proxy: proxyOf(this.vault.openOrNull('wish.proxy', wish.id, proxy)),
      done: done.get(wish.id) ?? [],
      comments: comments.get(wish.id) ?? [],
    }));
  }

  private async doneFor(reader: Reader, wishIds: string[]): Promise<Map<string, string[]>> {
    if (wishIds.length === 0) return new Map();
    const rows = await reader.rows<{ id: string; wishId: string; what: Buffer | null }>(
      `SELECT id, wish_id, ${withKey('what', 'wish_id')} AS what FROM fulfilment WHERE wish_id IN (?) ORDER BY id`,
      [wishIds],
    );
    return grouped(rows, ({ id, what }) => this.vault.openOrNull('fulfilment.what', id, what));
  }

  private async commentsOn(reader: Reader, wishIds: string[]): Promise<Map<string, string[]>> {
    if (wishIds.length === 0) return new Map();
    const rows = await reader.rows<{ id: string; wishId: string; comment: Buffer | null }>(
      `SELECT id, wish_id, ${withKey('comment', 'wish_id')} AS comment FROM confirmation WHERE wish_id IN (?) ORDER BY id`,
      [wishIds],
    );
    return grouped(rows, ({ id, comment }) => this.vault.openOrNull('confirmation.comment', id, comment));
  }

  /** Who looked, when and why. */
  private async viewsOf(reader: Reader, subjectIds: string[]): Promise<PersonCopyAnswer['views']> {
    const rows = await reader.rows<{ viewerId: string; fields: string; reason: string; viewedAt: Date }>(
      `SELECT viewer_id, fields, reason, viewed_at FROM personal_data_view WHERE subject_id IN (?) ORDER BY viewed_at DESC LIMIT 500`,
      [subjectIds],
    );
    const names = await this.people.names(
      reader,
      rows.map(({ viewerId }) => viewerId),
    );
    return rows.map(({ viewerId, ...view }) => ({ ...view, viewerName: names.get(viewerId) ?? '' }));
  }
}

const proxyOf = (text: string | null): PersonCopyAnswer['wishes'][number]['proxy'] =>
  text === null ? null : (JSON.parse(text) as { name: string; phone: string; relation: string });

function grouped<T extends { wishId: string }>(rows: T[], open: (row: T) => string | null): Map<string, string[]> {
  const byWish = new Map<string, string[]>();
  for (const row of rows) {
    const text = open(row);
    if (text) byWish.set(row.wishId, [...(byWish.get(row.wishId) ?? []), text]);
  }
  return byWish;
}
