import { timingSafeEqual } from 'node:crypto';
import { hmac } from './data-keys.js';

/** Keyed hashes to find a value again without storing it, with the key in force. The hash of a value is a chain: each
 *  rotation puts one more HMAC with a new key around it, so that hashes whose value nobody knows can move on as well. */
export class BlindIndex {
  /** `chain`: the keys from the first one on; `isMoving`: rows may still hold the hash without the last key. */
  constructor(
    /** What rows that are written with these hashes keep in `index_key_no`. */
    readonly keyNo: number,
    private readonly chain: Buffer[],
    private readonly isMoving: boolean,
  ) {}

  /** To write. Equal values give equal hashes within one purpose. `keyNo`: for a row that already holds other hashes made
   *  with that key. */
  hash(purpose: string, value: string, keyNo = this.keyNo): Buffer {
    const links = this.chain.slice(1, this.chain.length - (this.keyNo - keyNo));
    return links.reduce((before, key) => hmac(key, before), this.first(purpose, value));
  }

  /** To look for (`IN (?)`): while a rotation is open the same value may stand in rows under either hash. The one that is
   *  written comes first. */
  candidates(purpose: string, value: string): Buffer[] {
    const hash = this.hash(purpose, value);
    return this.isMoving ? [hash, this.hash(purpose, value, this.keyNo - 1)] : [hash];
  }

  /** A hash that was written before the key in force, moved on to it. */
  moveOn(hash: Buffer): Buffer {
    return hmac(this.chain.at(-1)!, hash);
  }

  /** Whether a hash that left the database (in a link, on paper) was made here, with the key in force or any before it.
   *  `bytes`: of how many of its first bytes it consists. */
  isHash(purpose: string, value: string, hash: Buffer, bytes = 32): boolean {
    return this.chain.some((_, at) => {
      const right = this.hash(purpose, value, this.keyNo - at).subarray(0, bytes);
      return right.length === hash.length && timingSafeEqual(right, hash);
    });
  }

  private first(purpose: string, value: string): Buffer {
    return hmac(this.chain[0]!, `${purpose}|${value}`);
  }
}
