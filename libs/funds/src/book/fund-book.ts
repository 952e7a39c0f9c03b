import { createHash } from 'node:crypto';
import { joinUnit } from '#libs/identity';
import type { TransferKind, AccountKind } from '../ledger/accounts.js';

/** One entry of a community's public fund book. It names no beneficiary, payee or official. */
export interface BookEntry {
  /** The community's code. */
  unit: string;
  /** Number of the entry in the community's book, from 1, without gaps. */
  no: number;
  id: string;
  /** Budget year. */
  year: number;
  kind: TransferKind;
  from: AccountKind;
  to: AccountKind;
  amountFen: number;
  /** ISO 8601, UTC, with milliseconds. */
  at: string;
  /** The spend request to which the entry belongs. */
  request: string | null;
}

export const BOOK_START = Buffer.alloc(32);

/** The purpose under which the signing key of the daily heads is registered. */
export const FUND_BOOK = 'fund-book';

/** SHA-256 of the previous hash and all fields of the entry. Changing, adding, removing or moving an entry breaks every
 *  later hash. `verify-fund-book.mjs` builds the same text. */
export const entryHash = (previous: Buffer, entry: BookEntry): Buffer =>
  createHash('sha256')
    .update(
      [
        previous.toString('hex'),
        entry.unit,
        entry.no,
        entry.id,
        entry.year,
        entry.kind,
        entry.from,
        entry.to,
        entry.amountFen,
        entry.at,
        entry.request ?? '-',
      ].join('|'),
    )
    .digest();

/** The same text in SQL, without the previous hash, over `fund_transfer t` with these joins. */
export const ENTRY_JOINS = `${joinUnit('t.unit_id')} JOIN fund_account f ON f.id = t.from_account_id JOIN fund_account g ON g.id = t.to_account_id`;
export const ENTRY_TEXT = `CONCAT_WS('|', u.code, t.entry_no, t.id, f.year, t.kind, f.kind, g.kind, t.amount_fen,
  CONCAT(LEFT(DATE_FORMAT(t.booked_at, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z'), IFNULL(CAST(t.spend_request_id AS CHAR), '-'))`;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const sha = (...parts: Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Merkle root over 32-byte hashes, as in RFC 9162: leaves and nodes have different prefixes, and a tree of n leaves splits
 *  at the largest power of two below n. Without leaves: the hash of the empty input. */
export function merkleRoot(leaves: Buffer[]): Buffer {
  return leaves.length === 0 ? sha() : rootOf(leaves, 0, leaves.length);
}

/** The sibling hashes from leaf `at` to the root, from the lowest level up. */
export function merklePath(leaves: Buffer[], at: number): Buffer[] {
  const path: Buffer[] = [];
  for (let from = 0, until = leaves.length; until - from > 1;) {
    const middle = from + split(until - from);
    if (at < middle) {
      path.unshift(rootOf(leaves, middle, until));
      until = middle;
    } else {
      path.unshift(rootOf(leaves, from, middle));
      from = middle;
    }
  }
  return path;
}

function rootOf(leaves: Buffer[], from: number, until: number): Buffer {
  if (until - from === 1) return sha(LEAF, leaves[from]!);
  const middle = from + split(until - from);
  return sha(NODE, rootOf(leaves, from, middle), rootOf(leaves, middle, until));
}

/** The largest power of two below n, for n > 1. */
const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
