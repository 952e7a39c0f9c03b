import { Injectable } from '@nestjs/common';
import { NotFound, Transactions, readCursor, toPage, type Page } from '#libs/platform';
import { Units } from '#libs/identity';
import { BOOK_START, ENTRY_JOINS, merklePath } from './fund-book.js';
import type { BookHeadResponse, BookLineResponse, BookProofResponse } from './fund-book.dto.js';
import { bookLeaf, entryHashes, inOrder, sealedBooks } from './sign-daily-heads.js';

/** The program with which the public verifies a book. The path is relative to dist/server/, from where the platform runs. */
export const VERIFIER_FILE = new URL('../../libs/funds/verifier/verify-fund-book.mjs', import.meta.url);

const LINE = `u.code AS unit, t.entry_no AS no, t.id, f.year, t.kind, f.kind AS \`from\`, g.kind AS \`to\`, t.amount_fen,
  t.booked_at AS at, t.spend_request_id AS request, t.hash`;
const HEAD = `DATE_FORMAT(day, '%Y-%m-%d') AS day, body, signature, public_key`;
const STEP = 2_000;

/** State of a community's book: number of entries and hash of the last one. */
export interface BookState {
  unitId: string;
  entries: number;
  hash: Buffer;
}
type LineRow = Omit<BookLineResponse, 'at' | 'hash'> & { at: Date; hash: Buffer };
type HeadRow = Pick<BookHeadResponse, 'day' | 'body'> & { signature: Buffer; publicKey: Buffer };

const toLine = ({ unit, no, id, year, kind, from, to, amountFen, at, request, hash }: LineRow): BookLineResponse => ({
  unit,
  no,
  id,
  year,
  kind,
  from,
  to,
  amountFen,
  at: at.toISOString(),
  request,
  hash: hash.toString('hex'),
});
const toHead = ({ day, body, signature, publicKey }: HeadRow): BookHeadResponse => ({
  day,
  body,
  signature: signature.toString('base64'),
  key: publicKey.toString('base64'),
});

/** The public fund book: entries, signed heads, and proofs that an entry is part of it. */
@Injectable()
export class FundBookQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly units: Units,
  ) {}

  /** A community's book, newest entry first. */
  async page(unitId: string, query: { limit: number; cursor?: string }): Promise<Page<BookLineResponse>> {
    const after = readCursor(query.cursor, ['integer']);
    const rows = await this.transactions.rows<LineRow>(
      `SELECT STRAIGHT_JOIN ${LINE} FROM fund_transfer t ${ENTRY_JOINS} WHERE t.unit_id = ?${after ? ' AND t.entry_no < ?' : ''}
       ORDER BY t.entry_no DESC LIMIT ?`,
      [unitId, ...(after ?? []), query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [String(row.no)], toLine);
  }

  /** Signed heads, newest first. */
  async heads(query: { limit: number; cursor?: string }): Promise<Page<BookHeadResponse>> {
    const after = readCursor(query.cursor, ['day']);
    const rows = await this.transactions.rows<HeadRow>(
      `SELECT ${HEAD} FROM fund_head${after ? ' WHERE day < ?' : ''} ORDER BY fund_head.day DESC LIMIT ?`,
      [...(after ?? []), query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.day], toHead);
  }

  /** Number of entries and last hash of each community's book below a unit. Together they identify one version of all
   *  books. */
  async books(unitPath: string): Promise<BookState[]> {
    const communities = await this.units.below(this.transactions, unitPath, 'community');
    if (communities.length === 0) return [];
    const rows = await this.transactions.rows<BookState>(
      'SELECT unit_id, entries, hash FROM fund_book WHERE unit_id IN (?)',
      [communities.map(({ id }) => id)],
    );
    const states = new Map(rows.map((row) => [row.unitId, row]));
    return communities.flatMap(({ id }) => states.get(id) ?? []);
  }

  /** The entries of these books (a result of `books`) as JSON lines, by community, oldest first. */
  async *lines(books: BookState[]): AsyncGenerator<string> {
    for (const { unitId, entries } of books) {
      for (let no = 0, more = entries > 0; more;) {
        const rows = await this.transactions.rows<LineRow>(
          `SELECT STRAIGHT_JOIN ${LINE} FROM fund_transfer t ${ENTRY_JOINS} WHERE t.unit_id = ? AND t.entry_no > ? AND t.entry_no <= ?
           ORDER BY t.entry_no LIMIT ${STEP}`,
          [unitId, no, entries],
        );
        if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(toLine(row))}\n`).join('');
        no = rows.at(-1)?.no ?? no;
        more = rows.length === STEP;
      }
    }
  }

  /** The last signed day. It identifies a version of the list of heads, because heads never change. */
  async headsVersion(): Promise<string> {
    const row = await this.transactions.row<{ day: string | null }>(
      `SELECT DATE_FORMAT(MAX(day), '%Y-%m-%d') AS day FROM fund_head`,
    );
    return row?.day ?? '';
  }

  /** All heads as JSON lines, oldest first. */
  async *headLines(): AsyncGenerator<string> {
    for (let day = '', more = true; more;) {
      const rows = await this.transactions.rows<HeadRow>(
        `SELECT ${HEAD} FROM fund_head${day ? ' WHERE day > ?' : ''} ORDER BY fund_head.day LIMIT 100`,
        day ? [day] : [],
      );
      if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(toHead(row))}\n`).join('');
      day = rows.at(-1)?.day ?? day;
      more = rows.length === 100;
    }
  }

  /** Throws NOT_FOUND when the entry does not exist or no signed head covers it yet. */
  async proof(entryId: string): Promise<BookProofResponse> {
    const row = await this.transactions.row<LineRow & { unitId: string }>(
      `SELECT ${LINE}, t.unit_id FROM fund_transfer t ${ENTRY_JOINS} WHERE t.id = ?`,
      [entryId],
    );
    const sealed =
      row &&
      (await this.transactions.row<{ day: string }>(
        `SELECT DATE_FORMAT(day, '%Y-%m-%d') AS day FROM fund_head_book WHERE unit_id = ? AND entries >= ? ORDER BY fund_head_book.day LIMIT 1`,
        [row.unitId, row.no],
      ));
    const head =
      sealed && (await this.transactions.row<HeadRow>(`SELECT ${HEAD} FROM fund_head WHERE day = ?`, [sealed.day]));
    if (!row || !sealed || !head) throw NotFound();
    const books = inOrder(await sealedBooks(this.transactions, sealed.day));
    const bookAt = books.findIndex(({ unit }) => unit === row.unit);
    const book = books[bookAt]!;
    const hashes = await entryHashes(this.transactions, row.unitId, book.entries);
    const hex = (path: Buffer[]): string[] => path.map((hash) => hash.toString('hex'));
    return {
      entry: toLine(row),
      previous: (hashes[row.no - 2] ?? BOOK_START).toString('hex'),
      inBook: { at: row.no - 1, of: book.entries, path: hex(merklePath(hashes, row.no - 1)) },
      book,
      inDay: { at: bookAt, of: books.length, path: hex(merklePath(books.map(bookLeaf), bookAt)) },
      head: toHead(head),
    };
  }
}
