import type { Schemas } from '../../../core/api';

type Proof = Schemas['BookProofResponse'];

/** The result of each check of an entry. `signature` is null if the browser does not support Ed25519. */
export interface Verdict {
  entry: boolean;
  book: boolean;
  day: boolean;
  signature: boolean | null;
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hex.length / 2).map((_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const textBytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
const base64 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Array.from(atob(text), (letter) => letter.charCodeAt(0)));

async function sha256(...parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
}

/** Computes the Merkle root from a leaf and its inclusion proof (tree shape of RFC 9162); '' if the lengths do not match. */
async function rootOf(leaf: Uint8Array<ArrayBuffer>, { at, of, path }: Proof['inBook']): Promise<string> {
  const isLeft: boolean[] = []; // from the root down
  for (let from = 0, until = of; until - from > 1;) {
    const middle = from + 2 ** Math.floor(Math.log2(until - from - 1));
    isLeft.push(at < middle);
    if (at < middle) until = middle;
    else from = middle;
  }
  if (isLeft.length !== path.length) return '';
  let hash = await sha256(Uint8Array.of(0), leaf);
  for (const [step, beside] of path.entries()) {
    const other = bytesOf(beside);
    hash = isLeft[path.length - 1 - step]
      ? await sha256(Uint8Array.of(1), hash, other)
      : await sha256(Uint8Array.of(1), other, hash);
  }
  return hexOf(hash);
}

async function isSigned({ body, signature, key }: Proof['head']): Promise<boolean | null> {
  try {
    const publicKey = await crypto.subtle.importKey('spki', base64(key), { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify('Ed25519', publicKey, base64(signature), textBytes(body));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null;
    return false;
  }
}

/** SHA-256 of the signing key, as the platform and the stand-alone verification program print it. */
export const fingerprintOf = async ({ key }: Proof['head']): Promise<string> => hexOf(await sha256(base64(key)));

/** Verifies an entry on this device without trusting the server: its own hash, its place in the community's book, the
 *  book's place in the daily head, and the signature of the daily head. */
export async function checkEntry({ entry, previous, inBook, book, inDay, head }: Proof): Promise<Verdict> {
  const { unit, no, id, year, kind, from, to, amountFen, at, request } = entry;
  const text = [previous, unit, no, id, year, kind, from, to, amountFen, at, request ?? '-'].join('|');
  const hash = await sha256(textBytes(text));
  const line = await sha256(textBytes([book.unit, book.entries, book.hash, book.root].join('|')));
  const { root } = JSON.parse(head.body) as { root: string };
  return {
    entry: hexOf(hash) === entry.hash,
    book: book.unit === unit && inBook.at === no - 1 && (await rootOf(hash, inBook)) === book.root,
    day: (await rootOf(line, inDay)) === root,
    signature: await isSigned(head),
  };
}
