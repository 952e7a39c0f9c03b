import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyBook } from '../../verifier/verify-fund-book.mjs';
import { BOOK_START, entryHash, merklePath, merkleRoot, type BookEntry } from './fund-book.js';
import type { SealedBookResponse } from './fund-book.dto.js';
import { bookLeaf, type HeadBody } from './sign-daily-heads.js';

/** Each change is a check of the whole book; the nightly run makes more of them. */
const CHANGED_BYTES = Number(process.env.CHANGED_BYTES ?? 150);

const sha = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leaves = (n: number): Buffer[] => Array.from({ length: n }, (_, at) => sha(`leaf ${at}`));

describe('the Merkle tree of a book', () => {
  it('has the root of its structure', () => {
    const [a, b, c] = leaves(3).map((leaf) => sha(Buffer.of(0), leaf)) as [Buffer, Buffer, Buffer];
    expect(merkleRoot([])).toEqual(sha());
    expect(merkleRoot(leaves(1))).toEqual(a);
    expect(merkleRoot(leaves(3))).toEqual(sha(Buffer.of(1), sha(Buffer.of(1), a, b), c));
  });

  it('proves every leaf of every size up to 40, and no other', () => {
    for (let size = 1; size <= 40; size += 1) {
      const all = leaves(size);
      const root = merkleRoot(all);
      for (let at = 0; at < size; at += 1) {
        const path = merklePath(all, at);
        expect(rootOf(all[at]!, at, size, path).equals(root), `${at} of ${size}`).toBe(true);
        expect(rootOf(sha('another'), at, size, path).equals(root), `${at} of ${size}`).toBe(false);
      }
    }
  });
});

/** The root to which a path leads: how somebody else would check it. */
function rootOf(leaf: Buffer, at: number, of: number, path: Buffer[]): Buffer {
  const steps: boolean[] = []; // is the leaf on the left, from the top down
  for (let from = 0, until = of; until - from > 1;) {
    let half = 1;
    while (half * 2 < until - from) half *= 2;
    steps.push(at < from + half);
    if (at < from + half) until = from + half;
    else from += half;
  }
  return steps
    .toReversed()
    .reduce(
      (hash, isLeft, step) => (isLeft ? sha(Buffer.of(1), hash, path[step]!) : sha(Buffer.of(1), path[step]!, hash)),
      sha(Buffer.of(0), leaf),
    );
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519');

/** A book of three communities with heads after every so many entries. */
function makeBook(entriesEach: number, headEvery: number): { book: string[]; heads: string[] } {
  const units = ['440605121001', '440605125001', '440605125002'];
  const lines = new Map<string, string[]>(units.map((unit) => [unit, []]));
  const hashes = new Map<string, Buffer[]>(units.map((unit) => [unit, []]));
  const known = new Map<string, SealedBookResponse>();
  const heads: string[] = [];
  let previous: Buffer = BOOK_START;
  for (let no = 1; no <= entriesEach; no += 1) {
    for (const unit of units) {
      const entry: BookEntry = {
        unit,
        no,
        id: `0199d0d4-bc2b-70ab-b602-${String(no).padStart(12, '0')}`,
        year: 2026,
        kind: no % 3 === 1 ? 'allot' : no % 3 === 2 ? 'reserve' : 'pay',
        from: no % 3 === 1 ? 'allotted' : no % 3 === 2 ? 'available' : 'reserved',
        to: no % 3 === 1 ? 'available' : no % 3 === 2 ? 'reserved' : 'paid',
        amountFen: 1_000 + no,
        at: new Date(Date.UTC(2026, 0, 1) + no * 60_000).toISOString(),
        request: no % 3 === 1 ? null : `0199d0d4-bc2b-70ab-b602-${String(no).padStart(12, '1')}`,
      };
      const own = hashes.get(unit)!;
      const hash = entryHash(own.at(-1) ?? BOOK_START, entry);
      own.push(hash);
      lines.get(unit)!.push(JSON.stringify({ ...entry, hash: hash.toString('hex') }));
    }
    if (no % headEvery !== 0) continue;
    const books = units.map((unit) => ({
      unit,
      entries: no,
      hash: hashes.get(unit)!.at(-1)!.toString('hex'),
      root: merkleRoot(hashes.get(unit)!).toString('hex'),
    }));
    for (const book of books) known.set(book.unit, book);
    const day = new Date(Date.UTC(2026, 0, heads.length + 1)).toISOString().slice(0, 10);
    const root = merkleRoot([...known.values()].map(bookLeaf)).toString('hex');
    const body = JSON.stringify({ day, previous: previous.toString('hex'), books, root } satisfies HeadBody);
    previous = sha(body);
    heads.push(
      JSON.stringify({
        day,
        body,
        signature: sign(null, Buffer.from(body), privateKey).toString('base64'),
        key: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      }),
    );
  }
  return { book: [...lines.values()].flat(), heads };
}

describe('the program that checks a book', () => {
  const { book, heads } = makeBook(30, 10);
  const said = async (bookLines: string[], headLines = heads, options = {}): Promise<string[]> =>
    (await verifyBook(bookLines, headLines, options)).findings.lines;

  it('finds no fault in an unchanged book', async () => {
    expect(await verifyBook(book, heads)).toMatchObject({ entries: 90, books: 3, heads: 3, uncovered: 0 });
    expect(await said(book)).toEqual([]);
  });

  it('finds every changed byte', async () => {
    const text = `${book.join('\n')}\n`;
    let state = 20_261_124;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let found = 0;
    for (let round = 0; round < CHANGED_BYTES; round += 1) {
      const bytes = Buffer.from(text);
      const at = next(bytes.length - 1); // but for the line end of the last line, which carries nothing
      bytes[at] = (bytes[at]! + 1 + next(94)) % 128;
      const lines = bytes.toString('utf8').split('\n').slice(0, -1);
      const { findings } = await verifyBook(lines, heads);
      if (findings.count > 0) found += 1;
    }
    expect(found).toBe(CHANGED_BYTES);
  });

  it('names the entry that was changed, and no other', async () => {
    const changed = book.with(41, book[41]!.replace('"amountFen":1012', '"amountFen":9012'));
    expect(changed[41]).not.toBe(book[41]);
    expect(await said(changed)).toEqual([expect.stringContaining('line 42: 440605125001 #12 was changed')]);
  });

  it('reports missing, added and moved entries', async () => {
    expect(await said(book.toSpliced(41, 1))).toContainEqual(
      expect.stringContaining('entries 12 to 12 of 440605125001 are missing before line 42'),
    );
    expect(await said(book.slice(0, -1))).toContainEqual(
      expect.stringContaining('entries 30 to 30 of 440605125002 are missing'),
    );
    expect(await said(book.toSpliced(41, 0, book[41]!))).toContainEqual(
      expect.stringContaining('line 43: 440605125001 #12 stands twice or out of order'),
    );
    expect(await said(book.with(3, book[4]!).with(4, book[3]!))).not.toEqual([]);
    expect(await said(book.slice(0, 60))).toContainEqual(
      expect.stringContaining('entries 1 to 30 of 440605125002 are missing'),
    );
  });

  it('detects a book rewritten with all its hashes', async () => {
    const rewritten = makeBook(30, 10).book.slice(0, 30);
    let previous: Buffer = BOOK_START;
    const forged = rewritten.map((line, at) => {
      const { hash: _, ...entry } = JSON.parse(line) as BookEntry & { hash: string };
      if (at === 11) entry.amountFen += 1;
      const hash = entryHash(previous, entry);
      previous = hash;
      return JSON.stringify({ ...entry, hash: hash.toString('hex') });
    });
    expect(await said([...forged, ...book.slice(30)])).toEqual([
      expect.stringContaining('440605121001 up to entry 20 is not what was signed on 2026-01-02'),
      expect.stringContaining('440605121001 up to entry 30 is not what was signed on 2026-01-03'),
    ]);
  });

  it('detects heads that are missing, changed, or signed with another key', async () => {
    expect(await said(book, heads.slice(1))).not.toEqual([]);
    expect(await said(book, heads.toSpliced(1, 1))).not.toEqual([]);
    expect(await said(book, heads.with(2, heads[2]!.replace('\\"entries\\":30', '\\"entries\\":29')))).not.toEqual([]);
    expect(await said(book, heads, { key: '0'.repeat(64) })).toHaveLength(3);
  });

  it('checks the book of one community alone, and reports entries without a signature yet', async () => {
    const own = book.slice(30, 60);
    expect(await said(own)).not.toEqual([]);
    expect(await said(own, heads, { only: ['440605125001'] })).toEqual([]);
    expect(await verifyBook(book, heads.slice(0, 2))).toMatchObject({ uncovered: 30, findings: { count: 0 } });
  });
});
