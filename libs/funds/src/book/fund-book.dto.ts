import type { AccountKind, TransferKind } from '../ledger/accounts.js';

/** An entry of the fund book, as the public file contains it. */
export class BookLineResponse {
  /** The community's code. */
  unit: string;
  /** Number of the entry in the community's book, from 1, without gaps. */
  no: number;
  id: string;
  year: number;
  kind: TransferKind;
  from: AccountKind;
  to: AccountKind;
  amountFen: number;
  /** ISO 8601, UTC. */
  at: string;
  /** The spend request to which the entry belongs. */
  request: string | null;
  /** SHA-256 of the entry and the previous hash, in hex. */
  hash: string;
}
export class BookLinesPage {
  items: BookLineResponse[];
  nextCursor: string | null;
}
/** The signed head of a day. */
export class BookHeadResponse {
  day: string;
  /** The signed text: JSON with the day, the hash of the previous head, the books that grew, and the root over all books. */
  body: string;
  /** Ed25519 signature of `body`, in base64. */
  signature: string;
  /** The public key as SubjectPublicKeyInfo, in base64. */
  key: string;
}
export class BookKeyResponse {
  no: number;
  /** SHA-256 of the key, in hex: the value of `--key` of the verification program. */
  fingerprint: string;
  /** The public key as SubjectPublicKeyInfo, in base64. */
  key: string;
  since: Date;
}
export class BookKeysResponse {
  keys: BookKeyResponse[];
}
export class BookHeadsPage {
  items: BookHeadResponse[];
  nextCursor: string | null;
}
export class MerkleWay {
  /** Index of the leaf, from 0. */
  at: number;
  /** Number of leaves. */
  of: number;
  /** The sibling hashes on the path to the root, from the lowest level up, in hex. */
  path: string[];
}
/** State of a community's book when a day was signed. */
export class SealedBookResponse {
  unit: string;
  entries: number;
  /** Hash of its last entry, in hex. */
  hash: string;
  /** Merkle root over the hashes of its entries, in hex. */
  root: string;
}
/** Proves that an entry is in a community's book and that a signed head covers this book. */
export class BookProofResponse {
  entry: BookLineResponse;
  /** Hash of the previous entry, in hex. */
  previous: string;
  inBook: MerkleWay;
  book: SealedBookResponse;
  inDay: MerkleWay;
  head: BookHeadResponse;
}
