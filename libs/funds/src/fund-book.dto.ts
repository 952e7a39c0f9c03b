/** An entry as it stands in the file. */
export class BookLineAnswer {
  /** The community's code. */
  unit: string;
  /** 1 for the first entry of the community, without a gap. */
  no: number;
  id: string;
  year: number;
  kind: string;
  from: string;
  to: string;
  amountFen: number;
  /** ISO 8601, UTC. */
  at: string;
  /** The spend request that it belongs to. */
  request: string | null;
  /** SHA-256 over the entry and the hash before it; hex. */
  hash: string;
}
export class BookLinesPage {
  items: BookLineAnswer[];
  nextCursor: string | null;
}
/** A day's head as it was signed. */
export class BookHeadAnswer {
  day: string;
  /** The signed text: JSON with the day, the head before, the books that went on, and the root over all books. */
  body: string;
  /** Ed25519 over the body; base64. */
  signature: string;
  /** The public key, SubjectPublicKeyInfo in base64. */
  key: string;
}
export class BookKeyAnswer {
  no: number;
  /** SHA-256 of the key, hex: what the program of one file takes as --key. */
  fingerprint: string;
  /** The public key, SubjectPublicKeyInfo in base64. */
  key: string;
  since: Date;
}
export class BookKeysAnswer {
  keys: BookKeyAnswer[];
}
export class BookHeadsPage {
  items: BookHeadAnswer[];
  nextCursor: string | null;
}
export class MerkleWay {
  /** Which leaf it is, from 0. */
  at: number;
  /** Of how many. */
  of: number;
  /** What stands beside the way to the root, lowest first; hex. */
  path: string[];
}
/** How far a community's book had come when a day was sealed. */
export class SealedBookAnswer {
  unit: string;
  entries: number;
  /** Of its last entry; hex. */
  hash: string;
  /** Of the Merkle tree over the hashes of its entries; hex. */
  root: string;
}
/** That one entry is in a community's book, and that book under a day's signature. */
export class BookProofAnswer {
  entry: BookLineAnswer;
  /** The hash of the entry before it; hex. */
  previous: string;
  inBook: MerkleWay;
  book: SealedBookAnswer;
  inDay: MerkleWay;
  head: BookHeadAnswer;
}
