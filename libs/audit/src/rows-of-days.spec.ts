import { describe, expect, it } from 'vitest';
import { DISORDER, rowsBetween } from './rows-of-days.js';

const DAY = '2026-11-23';
const between = (found: Parameters<typeof rowsBetween>[0]) => rowsBetween(found);
const isIn = (row: number, { first = 0, last = Infinity }: ReturnType<typeof rowsBetween>): boolean =>
  row >= first && row <= last;

describe('the range of rows for days in the audit trail', () => {
  it('is unlimited without days', () => {
    expect(between({ from: undefined, until: undefined })).toEqual({ first: undefined, last: undefined });
  });

  it('is open on a side without a day', () => {
    expect(between({ from: DAY, first: 50_000, until: undefined })).toEqual({
      first: 50_000 - DISORDER,
      last: undefined,
    });
    expect(between({ from: undefined, until: DAY, last: 50_000 })).toEqual({
      first: undefined,
      last: 50_000 + DISORDER,
    });
  });

  it('includes rows written out of order, and never begins below zero', () => {
    const span = between({ from: DAY, first: 10_000, until: DAY, last: 20_000 });
    expect([8_000, 22_000].every((row) => isIn(row, span))).toBe(true);
    expect([7_999, 22_001].some((row) => isIn(row, span))).toBe(false);
    expect(between({ from: DAY, first: 5, until: undefined }).first).toBe(0);
  });

  it('is empty for days before the first and after the last row', () => {
    const after = between({ from: DAY, first: undefined, until: undefined });
    const before = between({ from: undefined, until: DAY, last: undefined });
    for (const row of [1, 1_000, 1_000_000_000]) {
      expect(isIn(row, after)).toBe(false);
      expect(isIn(row, before)).toBe(false);
    }
  });
});
