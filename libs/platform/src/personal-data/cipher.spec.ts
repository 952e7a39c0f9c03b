import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NONCE, TAG, boundTo, decrypt, encrypt } from './cipher.js';

const key = randomBytes(32);
const bound = boundTo('person.name', 'row-1');

describe('an encrypted value', () => {
  it.each(['李子梅', '', 'a'.repeat(10_000), '\0\ufffd😀'])('comes back as it was: %j', (text) => {
    expect(decrypt(key, bound, encrypt(key, bound, text)).toString('utf8')).toBe(text);
  });

  it('comes back byte by byte when it is no text', () => {
    const bytes = randomBytes(64);
    expect(decrypt(key, bound, encrypt(key, bound, bytes))).toEqual(bytes);
  });

  it('is another one each time, so that equal values cannot be told', () => {
    const values = Array.from({ length: 50 }, () => encrypt(key, bound, '李子梅').toString('hex'));
    expect(new Set(values).size).toBe(50);
    expect(new Set(values.map((hex) => hex.slice(0, 2 * NONCE))).size).toBe(50);
  });

  it('does not open when any one bit of it is turned', () => {
    const encrypted = encrypt(key, bound, '李子梅');
    for (let bit = 0; bit < encrypted.length * 8; bit += 1) {
      const changed = Buffer.from(encrypted);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decrypt(key, bound, changed), `bit ${bit}`).toThrow();
    }
  });

  it('does not open when it was cut off anywhere, nor with more behind it', () => {
    for (const text of ['李子梅', '']) {
      const encrypted = encrypt(key, bound, text);
      expect(encrypted.length).toBe(NONCE + TAG + Buffer.byteLength(text));
      for (let length = 0; length < encrypted.length; length += 1)
        expect(() => decrypt(key, bound, encrypted.subarray(0, length)), `${length} bytes of "${text}"`).toThrow();
      expect(() => decrypt(key, bound, Buffer.concat([encrypted, Buffer.of(0)]))).toThrow();
    }
  });

  it('does not open in another column or row, nor with another key', () => {
    const encrypted = encrypt(key, bound, '李子梅');
    for (const other of ['person.phone|row-1', 'person.name|row-2', 'person.name|row-1 ', 'person.nam|erow-1', ''])
      expect(() => decrypt(key, other, encrypted), other).toThrow();
    expect(() => decrypt(randomBytes(32), bound, encrypted)).toThrow();
  });
});
