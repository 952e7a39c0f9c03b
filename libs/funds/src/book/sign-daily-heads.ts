import { createHash, createPublicKey, sign } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Jobs,
  Transactions,
  FieldEncryption,
  addDays,
  defineJob,
  isDuplicateOf,
  shanghaiDay,
  shanghaiInstant,
  type Reader,
  type Tx,
} from '#libs/platform';
import { Units, joinUnit } from '#libs/identity';
import { BOOK_START, FUND_BOOK, merkleRoot } from './fund-book.js';
import type { SealedBookResponse } from './fund-book.dto.js';
import { FundHeadBook } from './fund-head-book.entity.js';
import { FundHead } from './fund-head.entity.js';

export const SEAL_BOOKS = defineJob('fund.seal', 'deadline');

/** A day is signed five minutes after it ends. */
const SEAL_MINUTES = 5;

/** The signed content: the day, the hash of the previous head, the books that grew since, and the root over all books. */
export interface HeadBody {
  day: string;
  /** SHA-256 of the previous body; zeros for the first head. */
  previous: string;
  books: SealedBookResponse[];
  /** Merkle root over all books, ordered by community code. */
  root: string;
}

/** The leaf of a book in the tree over all books. */
export const bookLeaf = ({ unit, entries, hash, root }: SealedBookResponse): Buffer =>
  createHash('sha256').update([unit, entries, hash, root].join('|')).digest();

/** Signs the state of every community's fund book once a day. After that, changing, adding, removing or moving an entry
 *  contradicts the published heads, even for an attacker who has the database and the keys. */
@Injectable()
export class SignDailyHeads {
  constructor(
    private readonly transactions: Transactions,
    private readonly encryption: FieldEncryption,
    private readonly units: Units,
    private readonly jobs: Jobs,
  ) {}

  /** Schedules the signing of the current day, shortly after the coming midnight. */
  async wake(tx: Tx): Promise<void> {
    const root = await this.units.root(tx);
    if (!root) return;
    const tomorrow = addDays(shanghaiDay(await tx.now()), 1);
    await this.jobs.schedule(tx, {
      kind: SEAL_BOOKS,
      subjectId: root.id,
      dueAt: shanghaiInstant(tomorrow, SEAL_MINUTES),
    });
  }

  /** Signs the day that has ended and schedules the next run. */
  async run(tx: Tx): Promise<void> {
    await this.sealDay(tx, addDays(shanghaiDay(await tx.now()), -1));
    await this.wake(tx);
  }

  /** Signs the present state as the head of a day. Returns false when this day or a later one already has a head. */
  async seal(day: string): Promise<boolean> {
    return this.transactions.run((tx) => this.sealDay(tx, day));
  }

  private async sealDay(tx: Tx, day: string): Promise<boolean> {
    const last = await tx.row<{ day: string; hash: Buffer }>(
      `SELECT DATE_FORMAT(day, '%Y-%m-%d') AS day, hash FROM fund_head ORDER BY day DESC LIMIT 1`,
    );
    if (last && last.day >= day) return false;
    const known = await sealedBooks(tx);
    const changed: SealedBookResponse[] = [];
    const rows: { unitId: string; entries: number; hash: Buffer; root: Buffer }[] = [];
    for (const book of await this.grown(tx)) {
      const root = merkleRoot(await entryHashes(tx, book.unitId, book.entries));
      rows.push({ unitId: book.unitId, entries: book.entries, hash: book.hash, root });
      changed.push({
        unit: book.code,
        entries: book.entries,
        hash: book.hash.toString('hex'),
        root: root.toString('hex'),
      });
    }
    for (const book of changed) known.set(book.unit, book);
    const body: HeadBody = {
      day,
      previous: (last?.hash ?? BOOK_START).toString('hex'),
      books: changed,
      root: merkleRoot(inOrder(known).map(bookLeaf)).toString('hex'),
    };
    const text = JSON.stringify(body);
    const { id: keyId, key } = await this.encryption.signingKey(tx, FUND_BOOK);
    try {
      await tx.insert(FundHead, {
        day,
        body: text,
        hash: createHash('sha256').update(text).digest(),
        keyId,
        publicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }),
        signature: sign(null, Buffer.from(text), key),
        sealedAt: await tx.now(),
      });
    } catch (error) {
      if (isDuplicateOf(error, 'PRIMARY')) return false; // another worker was faster
      throw error;
    }
    await tx.insert(
      FundHeadBook,
      rows.map((row) => ({ ...row, day })),
    );
    return true;
  }

  /** The books that grew since their last signed state. */
  private grown(tx: Tx): Promise<{ unitId: string; code: string; entries: number; hash: Buffer }[]> {
    return tx.rows(
      `SELECT b.unit_id, u.code, b.entries, b.hash FROM fund_book b ${joinUnit('b.unit_id')}
       WHERE b.entries > COALESCE((SELECT MAX(s.entries) FROM fund_head_book s WHERE s.unit_id = b.unit_id), 0) ORDER BY u.code`,
    );
  }
}

/** The last signed state of each book up to a day, by community code. */
export async function sealedBooks(reader: Reader, day = '9999-12-31'): Promise<Map<string, SealedBookResponse>> {
  const rows = await reader.rows<{ unit: string; entries: number; hash: Buffer; root: Buffer }>(
    `SELECT u.code AS unit, s.entries, s.hash, s.root FROM fund_head_book s ${joinUnit('s.unit_id')}
     WHERE s.day = (SELECT MAX(x.day) FROM fund_head_book x WHERE x.unit_id = s.unit_id AND x.day <= ?)`,
    [day],
  );
  return new Map(
    rows.map(({ unit, entries, hash, root }) => [
      unit,
      { unit, entries, hash: hash.toString('hex'), root: root.toString('hex') },
    ]),
  );
}

/** The books in their order in the tree over all books. */
export const inOrder = (books: Map<string, SealedBookResponse>): SealedBookResponse[] =>
  [...books.values()].toSorted((a, b) => (a.unit < b.unit ? -1 : 1));

/** The hashes of a book's first `entries` entries: the leaves of its tree. */
export async function entryHashes(reader: Reader, unitId: string, entries: number): Promise<Buffer[]> {
  const rows = await reader.rows<{ hash: Buffer }>(
    'SELECT hash FROM fund_transfer WHERE unit_id = ? AND entry_no <= ? ORDER BY entry_no',
    [unitId, entries],
  );
  return rows.map(({ hash }) => hash);
}
