import { timingSafeEqual } from 'node:crypto';
import { hmac } from './data-keys.js';

/** Keyed hashes that find a value without storing it. The hash of a value is a chain: each rotation puts one more HMAC with
 *  a new key around it, so that hashes can move on even if their values are unknown. */
export class BlindIndex {
  /** `chain`: the keys from the first one on; `isMoving`: rows may still hold the hash without the last key. */
  constructor(
    /** Stored in `index_key_no` of the rows that are written with these hashes. */
    readonly keyNo: number,
    private readonly chain: Buffer[],
    private readonly isMoving: boolean,
  ) {}

  /** The hash to write. Equal values give equal hashes within one purpose. `keyNo`: for a row that already holds other
   *  hashes made with that key. */
  hash(purpose: string, value: string, keyNo = this.keyNo): Buffer {
    const links = this.chain.slice(1, this.chain.length - (this.keyNo - keyNo));
    return links.reduce((before, key) => hmac(key, before), this.first(purpose, value));
  }

  /** The hashes to search for (`IN (?)`): while a rotation is open, rows may hold the value under either hash. The hash that
   *  is written comes first. */
  candidates(purpose: string, value: string): Buffer[] {
    const hash = this.hash(purpose, value);
    return this.isMoving ? [hash, this.hash(purpose, value, this.keyNo - 1)] : [hash];
  }

  /** Moves a hash that was made with the previous key on to the active key. */
  moveOn(hash: Buffer): Buffer {
    return hmac(this.chain.at(-1)!, hash);
  }

  /** Whether a hash that left the database (in a link, on paper) was made here, with the active key or any earlier one.
   *  `bytes`: the number of leading bytes that it consists of. */
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
