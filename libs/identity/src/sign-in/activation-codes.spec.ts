import { describe, expect, it } from 'vitest';
import { newPublicCode } from '#libs/platform';
import { normalizeActivationCode } from './activation-codes.js';

describe('an activation code', () => {
  it('is the same in every spelling', () => {
    const ways = [
      'QD-7KQ2-M4XA',
      'qd-7kq2-m4xa',
      '7KQ2M4XA',
      '7kq2-m4xa',
      'QD 7KQ2 M4XA',
      'QD—7KQ2—M4XA',
      '  qd7kq2m4xa ',
      'ＱＤ－７ＫＱ２－Ｍ４ＸＡ',
      '激活码：QD-7KQ2-M4XA',
    ];
    expect(new Set(ways.map(normalizeActivationCode))).toEqual(new Set(['7KQ2M4XA']));
  });

  it('keeps letters that look like its prefix', () => {
    expect(normalizeActivationCode('QD23-4567')).toBe('QD234567');
    expect(normalizeActivationCode('QD-QD23-4567')).toBe('QD234567');
  });

  it('is not completed when a part is missing', () => {
    expect(normalizeActivationCode('QD-7KQ2-M4X')).toBe('QD7KQ2M4X');
    expect(normalizeActivationCode('QD')).toBe('QD');
    expect(normalizeActivationCode('')).toBe('');
  });

  it('keeps all its eight characters', () => {
    for (let n = 0; n < 1_000; n += 1) {
      const code = newPublicCode('QD');
      expect(normalizeActivationCode(code)).toBe(code.slice(3).replace('-', ''));
    }
  });
});
