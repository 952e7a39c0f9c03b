import { Injectable } from '@nestjs/common';
import {
  DATA_VIEWS,
  FILES,
  Transactions,
  FieldEncryption,
  keyed,
  recordView,
  withKey,
  type Actor,
  type Reader,
} from '#libs/platform';
import { People } from '#libs/identity';
import { WishSpends } from '#libs/funds';
import type { PersonCopyResponse } from './data-requests.dto.js';
import { DataRequestStore } from './data-request-store.js';
import { SamePerson } from './same-person.js';
import { PersonDataCopied } from '../wishes.events.js';

/** Hands out a copy of the data kept about a person and their wishes, and records the access. Source: PIPL, art. 45. */
@Injectable()
export class CopyPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly requests: DataRequestStore,
    private readonly samePerson: SamePerson,
    private readonly encryption: FieldEncryption,
    private readonly people: People,
    private readonly spends: WishSpends,
  ) {}

  /** Completes the request. Throws DATA_REQUEST_NOT_FOUND, FORBIDDEN, DATA_REQUEST_STATE. */
  async execute(actor: Actor, requestId: string): Promise<PersonCopyResponse> {
    // Not a keyed command: a response with personal data must not be stored for replay.
    return this.transactions.run(async (tx) => {
      const request = await this.requests.loadFor('copy', tx, actor, requestId);
      const entries = await this.samePerson.entriesOf(tx, request.beneficiaryId);
      const wishes = await this.wishesOf(tx, entries);
      const copy = {
        madeAt: await tx.now(),
        entries: await this.entriesOf(tx, entries),
        wishes,
        spends: await this.spends.list(
          tx,
          wishes.map(({ id }) => id),
        ),
        views: await this.viewsOf(tx, [...entries, ...wishes.map(({ id }) => id)]),
      };
      await recordView(tx, {
        viewerId: actor.personId,
        subjectId: request.beneficiaryId,
        fields: 'copy',
        reason: '应本人要求提供个人信息副本 / a copy for the person',
      });
      if (request.status === 'open') await this.requests.moveTo(tx, request, 'done', { actorId: actor.personId });
      await this.requests.record(tx, request, PersonDataCopied, actor.personId);
      return copy;
    });
  }

  private async entriesOf(reader: Reader, ids: string[]): Promise<PersonCopyResponse['entries']> {
    const rows = await reader.rows<
      { id: string; age: number | null } & Record<'name' | 'phone' | 'address' | 'hardship', Buffer | null>
    >(
      `SELECT id, ${keyed('beneficiary', 'name', 'phone', 'address', 'hardship')}, age FROM beneficiary WHERE id IN (?) ORDER BY id`,
      [ids],
    );
    return rows.map(({ id, name, phone, address, hardship, age }) => ({
      name: this.encryption.decryptOrNull('beneficiary.name', id, name),
      phone: this.encryption.decryptOrNull('beneficiary.phone', id, phone),
      address: this.encryption.decryptOrNull('beneficiary.address', id, address),
      hardship: this.encryption.decryptOrNull('beneficiary.hardship', id, hardship),
      age,
    }));
  }

  private async wishesOf(reader: Reader, beneficiaryIds: string[]): Promise<PersonCopyResponse['wishes']> {
    const rows = await reader.rows<
      Omit<PersonCopyResponse['wishes'][number], 'need' | 'proxy' | 'done' | 'evidence' | 'comments'> & {
        need: Buffer | null;
        proxy: Buffer | null;
      }
    >(
      `SELECT w.id, w.code, w.status, w.outcome, w.category, ${keyed('w', 'need', 'proxy')}, w.public_text, w.consent_kind, w.consented_at,
         w.created_at, w.closed_at,
         (SELECT COUNT(*) FROM ${FILES} WHERE f.subject_id = w.id AND f.purpose IN ('need','done')) AS photos
       FROM wish w WHERE w.beneficiary_id IN (?) AND w.erased_at IS NULL ORDER BY w.id LIMIT 500`,
      [beneficiaryIds],
    );
    const ids = rows.map(({ id }) => id);
    const done = await this.textsOf(reader, 'fulfilment', 'what', ids);
    const evidence = await this.textsOf(reader, 'fulfilment', 'evidence', ids);
    const comments = await this.textsOf(reader, 'confirmation', 'comment', ids);
    return rows.map(({ need, proxy, ...wish }) => ({
      ...wish,
      photos: Number(wish.photos),
      need: this.encryption.decryptOrNull('wish.need', wish.id, need),
      proxy: proxyOf(this.encryption.decryptOrNull('wish.proxy', wish.id, proxy)),
      done: done.get(wish.id) ?? [],
      evidence: evidence.get(wish.id) ?? [],
      comments: comments.get(wish.id) ?? [],
    }));
  }

  /** The texts in an encrypted column of one of these tables, by wish. */
  private async textsOf(
    reader: Reader,
    table: 'fulfilment' | 'confirmation',
    column: 'what' | 'evidence' | 'comment',
    wishIds: string[],
  ): Promise<Map<string, string[]>> {
    const byWish = new Map<string, string[]>();
    if (wishIds.length === 0) return byWish;
    const rows = await reader.rows<{ id: string; wishId: string; sealed: Buffer | null }>(
      `SELECT id, wish_id, ${withKey(column, 'wish_id')} AS sealed FROM ${table} WHERE wish_id IN (?) ORDER BY id`,
      [wishIds],
    );
    for (const { id, wishId, sealed } of rows) {
      const text = this.encryption.decryptOrNull(`${table}.${column}`, id, sealed);
      if (text) byWish.set(wishId, [...(byWish.get(wishId) ?? []), text]);
    }
    return byWish;
  }

  /** Who viewed the data, when and why. */
  private async viewsOf(reader: Reader, subjectIds: string[]): Promise<PersonCopyResponse['views']> {
    const rows = await reader.rows<{ viewerId: string; fields: string; reason: string; viewedAt: Date }>(
      `SELECT v.viewer_id, v.fields, v.reason, v.viewed_at FROM ${DATA_VIEWS} WHERE v.subject_id IN (?) ORDER BY v.viewed_at DESC LIMIT 500`,
      [subjectIds],
    );
    const names = await this.people.names(
      reader,
      rows.map(({ viewerId }) => viewerId),
    );
    return rows.map(({ viewerId, ...view }) => ({ ...view, viewerName: names.get(viewerId) ?? '' }));
  }
}

const proxyOf = (text: string | null): PersonCopyResponse['wishes'][number]['proxy'] =>
  text === null ? null : (JSON.parse(text) as { name: string; phone: string; relation: string });
