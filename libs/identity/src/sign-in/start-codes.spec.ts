import { describe, expect, it } from 'vitest';
import { newPublicCode } from '#libs/platform';
import { plainStartCode } from './start-codes.js';

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
      '启用码：QD-7KQ2-M4XA',
    ];
    expect(new Set(ways.map(plainStartCode))).toEqual(new Set(['7KQ2M4XA']));
  });

  it('keeps letters that look like its prefix', () => {
    expect(plainStartCode('QD23-4567')).toBe('QD234567');
    expect(plainStartCode('QD-QD23-4567')).toBe('QD234567');
  });

  it('is not completed when a part is missing', () => {
    expect(plainStartCode('QD-7KQ2-M4X')).toBe('QD7KQ2M4X');
    expect(plainStartCode('QD')).toBe('QD');
    expect(plainStartCode('')).toBe('');
  });

  it('keeps all its eight characters', () => {
    for (let n = 0; n < 1_000; n += 1) {
      const code = newPublicCode('QD');
      expect(plainStartCode(code)).toBe(code.slice(3).replace('-', ''));
    }
  });
});
