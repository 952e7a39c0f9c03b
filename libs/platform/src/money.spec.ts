import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FEN, formatFen, yuanToFen } from './money.js';

describe('money', () => {
  it('becomes whole fen despite binary floating point', () => {
    expect([19.99, 0.1 + 0.2, 1.1, 4.35, 8.2, 1_234_567.89].map(yuanToFen)).toEqual([
      1999, 30, 110, 435, 820, 123_456_789,
    ]);
    fc.assert(
      fc.property(fc.integer({ min: -MAX_FEN, max: MAX_FEN }), (fen) => {
        expect(yuanToFen(Number((fen / 100).toFixed(2)))).toBe(fen);
      }),
    );
  });

  it('is written with sign, thousands separators and two decimals', () => {
    expect([0, 5, -5, 100, 1_234_560, -123_456_789, MAX_FEN].map(formatFen)).toEqual([
      '¥0.00',
      '¥0.05',
      '-¥0.05',
      '¥1.00',
      '¥12,345.60',
      '-¥1,234,567.89',
      '¥10,000,000,000.00',
    ]);
  });
});
