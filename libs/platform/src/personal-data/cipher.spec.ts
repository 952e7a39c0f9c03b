import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NONCE, TAG, boundTo, decrypt, encrypt } from './cipher.js';

const key = randomBytes(32);
const bound = boundTo('person.name', 'row-1');

describe('an encrypted value', () => {
  it.each(['李子梅', '', 'a'.repeat(10_000), '\0\ufffd😀'])('is decrypted unchanged: %j', (text) => {
    expect(decrypt(key, bound, encrypt(key, bound, text)).toString('utf8')).toBe(text);
  });

  it('is decrypted byte by byte when it is not text', () => {
    const bytes = randomBytes(64);
    expect(decrypt(key, bound, encrypt(key, bound, bytes))).toEqual(bytes);
  });

  it('differs each time, so that equal values are not recognisable', () => {
    const values = Array.from({ length: 50 }, () => encrypt(key, bound, '李子梅').toString('hex'));
    expect(new Set(values).size).toBe(50);
    expect(new Set(values.map((hex) => hex.slice(0, 2 * NONCE))).size).toBe(50);
  });

  it('cannot be decrypted with any bit changed', () => {
    const encrypted = encrypt(key, bound, '李子梅');
    for (let bit = 0; bit < encrypted.length * 8; bit += 1) {
      const changed = Buffer.from(encrypted);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decrypt(key, bound, changed), `bit ${bit}`).toThrow();
    }
  });

  it('cannot be decrypted when it is truncated or extended', () => {
    for (const text of ['李子梅', '']) {
      const encrypted = encrypt(key, bound, text);
      expect(encrypted.length).toBe(NONCE + TAG + Buffer.byteLength(text));
      for (let length = 0; length < encrypted.length; length += 1)
        expect(() => decrypt(key, bound, encrypted.subarray(0, length)), `${length} bytes of "${text}"`).toThrow();
      expect(() => decrypt(key, bound, Buffer.concat([encrypted, Buffer.of(0)]))).toThrow();
    }
  });

  it('cannot be decrypted for another column or row, nor with another key', () => {
    const encrypted = encrypt(key, bound, '李子梅');
    for (const other of ['person.phone|row-1', 'person.name|row-2', 'person.name|row-1 ', 'person.nam|erow-1', ''])
      expect(() => decrypt(key, other, encrypted), other).toThrow();
    expect(() => decrypt(randomBytes(32), bound, encrypted)).toThrow();
  });
});
