import { describe, expect, it } from 'vitest';
import { outlookOf } from './fund-forecast.js';
import type { FundMonthResponse } from '../funds.dto.js';

const month = (name: string, paidFen: number): FundMonthResponse => ({
  month: name,
  approvedFen: 0,
  releasedFen: 0,
  paidFen,
  refundedFen: 0,
});
const fund = (paidFen: number) => ({
  allottedFen: 50_000_000,
  addedFen: 0,
  availableFen: 50_000_000 - paidFen,
  reservedFen: 0,
  committedFen: 0,
  paidFen,
  leftFen: 0,
});

describe('the forecast of a fund', () => {
  it('is idle after half the year with less than a third used', () => {
    const paid = [month('2026-06', 1_000_000)];
    expect(outlookOf(fund(1_000_000), paid, { year: 2026, today: '2026-07-15' })).toEqual({
      elapsedPercent: 53,
      usedPercent: 2,
      runwayMonths: 147,
      warnings: ['idle'],
    });
    expect(outlookOf(fund(1_000_000), paid, { year: 2026, today: '2026-04-15' }).warnings).toEqual([]);
  });

  it('is short at a pace that ends before the year', () => {
    const paid = ['2026-04', '2026-05', '2026-06'].map((name) => month(name, 12_000_000));
    expect(outlookOf(fund(36_000_000), paid, { year: 2026, today: '2026-06-30' })).toMatchObject({
      usedPercent: 72,
      runwayMonths: 1.2,
      warnings: ['short'],
    });
  });

  it('has a pace from the past months, and none without payments', () => {
    expect(outlookOf(fund(0), [], { year: 2026, today: '2026-02-01' }).runwayMonths).toBeNull();
    expect(
      outlookOf(fund(10_000_000), [month('2026-01', 10_000_000)], { year: 2026, today: '2026-01-20' }).runwayMonths,
    ).toBe(4);
  });

  it('shows a rush when December paid more than three tenths', () => {
    const paid = [month('2025-05', 6_000_000), month('2025-12', 4_000_000)];
    expect(outlookOf(fund(10_000_000), paid, { year: 2025, today: '2026-03-01' })).toEqual({
      elapsedPercent: 100,
      usedPercent: 20,
      runwayMonths: null,
      warnings: ['rush'],
    });
  });

  it('is empty before its year and without money', () => {
    const empty = { ...fund(0), allottedFen: 0, availableFen: 0 };
    expect(outlookOf(empty, [], { year: 2027, today: '2026-11-24' })).toEqual({
      elapsedPercent: 0,
      usedPercent: 0,
      runwayMonths: null,
      warnings: [],
    });
  });
});
