#!/usr/bin/env node
// 核对社区专项经费账簿。Checks a fund book of Micro-Wish. One file, nothing to install: Node.js 20.12 or newer.
//
//   node verify-fund-book.mjs book.jsonl heads.jsonl [--only CODE] [--key FINGERPRINT]
//
// book.jsonl   one entry a line, community by community, each from its first entry on.
// heads.jsonl  one signed head a day, from the first on: how far every community's book had come that day.
//
// What it checks
// 1. Chain. Every entry carries a hash over the hash before it and all of its own fields, and a number without a gap.
//    A changed, missing, added or moved entry breaks the chain at its place.
// 2. Heads. Every head is signed (Ed25519), names the SHA-256 of the head before it, and lists, for the books that went
//    on since then, how many entries they have, the hash of the last one, and the root of a Merkle tree over the
//    hashes of all entries. The head's own root is the Merkle root over all books.
// 3. Both together. When a book reaches the length that a head names, its hash and root must be the ones that were
//    signed. So whoever rewrites a book from some entry on, with all the hashes after it, contradicts a signature.
//
// --only CODE        the file holds this community's book alone (may be given more than once)
// --key FINGERPRINT  accept signatures of this key alone (SHA-256 of the key, hex, as the platform publishes it). May be
//                    given more than once: a platform that changed its key publishes the ones before it, too
//
// Prints what it found; ends with 0 when all is as it was signed, 1 when not, 2 when it was called wrongly.

import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { createReadStream, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FIELDS = ['unit', 'no', 'id', 'year', 'kind', 'from', 'to', 'amountFen', 'at', 'request', 'hash'];
const START = '0'.repeat(64);

/** @param {...(string | Buffer)} parts */
const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The hash of an entry. @param {string} previous hex @param {Record<string, any>} entry */
const entryHash = (previous, entry) =>
  sha256(
    [
      previous,
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
  ).toString('hex');

/** A Merkle tree that grows leaf by leaf (shape of RFC 9162); it keeps the roots of its full subtrees only. */
class Tree {
  /** @type {{ size: number, hash: Buffer }[]} */
  peaks = [];

  /** @param {Buffer} leaf */
  add(leaf) {
    let peak = { size: 1, hash: sha256(Buffer.of(0), leaf) };
    for (let last = this.peaks.at(-1); last?.size === peak.size; last = this.peaks.at(-1)) {
      this.peaks.pop();
      peak = { size: peak.size * 2, hash: sha256(Buffer.of(1), last.hash, peak.hash) };
    }
    this.peaks.push(peak);
  }

  root() {
    const [last, ...rest] = this.peaks.toReversed();
    if (!last) return sha256().toString('hex');
    return rest.reduce((right, { hash }) => sha256(Buffer.of(1), hash, right), last.hash).toString('hex');
  }
}

/** Collects what is wrong: the first findings in words, all of them in number. */
class Findings {
  count = 0;
  /** @type {string[]} */
  lines = [];

  /** @param {string} zh @param {string} en */
  add(zh, en) {
    this.count += 1;
    if (this.lines.length < 20) this.lines.push(`✗ ${zh} · ${en}`);
  }
}

/**
 * Checks a book against its heads.
 * @param {AsyncIterable<string> | Iterable<string>} bookLines lines without their line ends
 * @param {AsyncIterable<string> | Iterable<string>} headLines
 * @param {{ only?: string[], key?: string | string[] }} [options]
 */
export async function verifyBook(bookLines, headLines, options = {}) {
  const findings = new Findings();
  const { heads, marks, keys } = await readHeads(
    headLines,
    findings,
    options.key ? new Set([options.key].flat()) : undefined,
  );
  const only = options.only && new Set(options.only);

  /** @type {Map<string, { no: number, computed: string, claimed: string, tree: Tree, mark: number }>} */
  const books = new Map();
  let at = 0;
  let current = '';
  for await (const line of bookLines) {
    at += 1;
    const entry = parse(line, FIELDS);
    if (!entry) {
      findings.add(`第 ${at} 行不是账簿的一行`, `line ${at} is not a line of a book`);
      continue;
    }
    let book = books.get(entry.unit);
    if (!book) books.set(entry.unit, (book = { no: 0, computed: START, claimed: START, tree: new Tree(), mark: 0 }));
    else if (current !== entry.unit)
      findings.add(`第 ${at} 行不在它的位置`, `line ${at} (${entry.unit}) is out of its place`);
    current = entry.unit;
    const name = `${entry.unit} #${entry.no}`;
    if (only && !only.has(entry.unit))
      findings.add(`第 ${at} 行是另一个社区的：${name}`, `line ${at} is of another community`);
    const isNext = entry.no === book.no + 1;
    if (entry.no > book.no + 1)
      findings.add(
        `第 ${at} 行之前缺少 ${entry.unit} 第 ${book.no + 1} 至 ${entry.no - 1} 条`,
        `entries ${book.no + 1} to ${entry.no - 1} of ${entry.unit} are missing before line ${at}`,
      );
    else if (!isNext)
      findings.add(`第 ${at} 行 ${name} 重复或次序不对`, `line ${at}: ${name} stands twice or out of order`);
    // A changed entry keeps its hash, a changed hash its entry: either way the next one shows which of the two was.
    const hash = entryHash(book.computed, entry);
    const isChained = hash === entry.hash || entryHash(book.claimed, entry) === entry.hash;
    if (isNext && !isChained) findings.add(`第 ${at} 行 ${name} 被改动`, `line ${at}: ${name} was changed`);
    book.computed = isChained ? entry.hash : hash;
    book.claimed = entry.hash;
    book.no = entry.no;
    book.tree.add(Buffer.from(entry.hash, 'hex'));
    const mark = marks.get(entry.unit)?.[book.mark];
    if (mark && entry.no >= mark.entries) {
      book.mark += 1;
      if (entry.no === mark.entries && (entry.hash !== mark.hash || book.tree.root() !== mark.root))
        findings.add(
          `${entry.unit} 到第 ${mark.entries} 条为止，与 ${mark.day} 签名的不同`,
          `${entry.unit} up to entry ${mark.entries} is not what was signed on ${mark.day}`,
        );
    }
  }
  let covered = 0;
  for (const [unit, list] of marks) {
    const last = list.at(-1);
    const book = books.get(unit);
    covered += book ? Math.min(book.no, last?.entries ?? 0) : 0;
    if ((only && !only.has(unit)) || (book && book.no >= (last?.entries ?? 0))) continue;
    findings.add(
      `缺少 ${unit} 第 ${(book?.no ?? 0) + 1} 至 ${last?.entries} 条`,
      `entries ${(book?.no ?? 0) + 1} to ${last?.entries} of ${unit} are missing`,
    );
  }
  return { entries: at, books: books.size, heads, uncovered: Math.max(0, at - covered), keys, findings };
}

/**
 * Reads and checks the heads; gives, for every community, the lengths at which its book was signed.
 * @param {AsyncIterable<string> | Iterable<string>} lines @param {Findings} findings @param {Set<string>} [onlyKeys]
 */
async function readHeads(lines, findings, onlyKeys) {
  /** @type {Map<string, { day: string, entries: number, hash: string, root: string }[]>} */
  const marks = new Map();
  /** @type {Map<string, string>} the line of each book in the tree over all books */
  const state = new Map();
  /** @type {Set<string>} */
  const keys = new Set();
  let heads = 0;
  let previous = START;
  let day = '';
  for await (const line of lines) {
    heads += 1;
    const head = parse(line, ['day', 'body', 'signature', 'key']);
    const body = head && parse(head.body, ['day', 'previous', 'books', 'root']);
    if (!head || !body) {
      findings.add(`签名文件第 ${heads} 行无法读取`, `heads, line ${heads}: not a head`);
      continue;
    }
    const der = Buffer.from(head.key, 'base64');
    const fingerprint = sha256(der).toString('hex');
    keys.add(fingerprint);
    if (!isSigned(der, head.body, head.signature) || (onlyKeys && !onlyKeys.has(fingerprint)))
      findings.add(`${body.day} 的签名不成立`, `the signature of ${body.day} does not hold`);
    if (head.day !== body.day || body.day <= day)
      findings.add(`${head.day} 的次序不对`, `the head of ${head.day} is out of order`);
    if (body.previous !== previous)
      findings.add(`${body.day} 与前一天接不上`, `the head of ${body.day} does not follow the one before it`);
    for (const book of body.books) {
      const list = marks.get(book.unit) ?? [];
      if (book.entries <= (list.at(-1)?.entries ?? 0))
        findings.add(`${body.day}：${book.unit} 变短了`, `${body.day}: the book of ${book.unit} did not grow`);
      list.push({ day: body.day, entries: book.entries, hash: book.hash, root: book.root });
      marks.set(book.unit, list);
      state.set(book.unit, [book.unit, book.entries, book.hash, book.root].join('|'));
    }
    const tree = new Tree();
    for (const unit of [...state.keys()].toSorted()) tree.add(sha256(state.get(unit) ?? ''));
    if (tree.root() !== body.root)
      findings.add(`${body.day} 的总根与各账簿不符`, `the root of ${body.day} is not the root of its books`);
    previous = sha256(head.body).toString('hex');
    day = body.day;
  }
  return { heads, marks, keys };
}

/** JSON of exactly these fields in this order, written as a machine writes it; anything else is undefined.
 *  @param {string} text @param {string[]} fields @returns {any} */
function parse(text, fields) {
  try {
    const value = JSON.parse(text);
    const isExact = Object.keys(value).join() === fields.join() && JSON.stringify(value) === text;
    return isExact ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Buffer} der @param {string} text @param {string} signature */
function isSigned(der, text, signature) {
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return (
      key.asymmetricKeyType === 'ed25519' &&
      verifySignature(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
    );
  } catch {
    return false;
  }
}

/** Lines that end with a line feed, one at a time; what stands behind the last one is a line too. @param {string} file */
export async function* linesOf(file) {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield `${rest}\u0000`; // the last line has lost its end: it is not a whole line
}

async function main(/** @type {string[]} */ args) {
  /** @type {string[]} */
  const files = [];
  /** @type {string[]} */
  const only = [];
  /** @type {string[]} */
  const keys = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--only') only.push(args[(at += 1)] ?? '');
    else if (arg === '--key') keys.push(args[(at += 1)] ?? '');
    else files.push(arg);
  }
  const [bookFile, headFile] = files;
  if (files.length !== 2 || !bookFile || !headFile) {
    process.stderr.write('node verify-fund-book.mjs book.jsonl heads.jsonl [--only CODE] [--key FINGERPRINT]\n');
    return 2;
  }
  const result = await verifyBook(linesOf(bookFile), linesOf(headFile), {
    only: only.length > 0 ? only : undefined,
    key: keys.length > 0 ? keys : undefined,
  });
  const { entries, books, heads, uncovered, findings } = result;
  for (const line of findings.lines) process.stdout.write(`${line}\n`);
  if (findings.count > findings.lines.length)
    process.stdout.write(`  … 共 ${findings.count} 处 · ${findings.count} findings in all\n`);
  process.stdout.write(
    `${findings.count === 0 ? '✓' : '✗'} ${entries} 条，${books} 本账簿，${heads} 次签名 · ${entries} entries, ${books} books, ${heads} heads\n`,
  );
  if (uncovered > 0)
    process.stdout.write(`  其中 ${uncovered} 条尚未签名 · ${uncovered} of them after the last signature\n`);
  for (const fingerprint of result.keys) process.stdout.write(`  签名密钥 key ${fingerprint}\n`);
  return findings.count === 0 ? 0 : 1;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
