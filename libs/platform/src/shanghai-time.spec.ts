import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, budgetYear, shanghaiDay, shanghaiInstant, shanghaiMinutes, shanghaiTime } from './shanghai-time.js';

const HOUR_MS = 3_600_000;

describe('the day in Shanghai', () => {
  it('begins eight hours before that of Greenwich, in every season', () => {
    for (const date of ['2026-01-15', '2026-04-12', '2026-07-15', '2026-10-31']) {
      const midnight = Date.parse(`${date}T00:00:00+08:00`);
      expect(shanghaiDay(new Date(midnight)), date).toBe(date);
      expect(shanghaiDay(new Date(midnight - 1)), date).toBe(addDays(date, -1));
      expect(shanghaiInstant(date).getTime(), date).toBe(midnight);
    }
  });

  it('has twenty-four hours on all days: there is no summer time', () => {
    for (let day = '2026-01-01'; day < '2029-01-01'; day = addDays(day, 1))
      expect(shanghaiInstant(addDays(day, 1)).getTime() - shanghaiInstant(day).getTime(), day).toBe(24 * HOUR_MS);
  });

  it('decides the budget year', () => {
    expect(budgetYear(new Date('2026-12-31T15:59:59.999Z'))).toBe(2026);
    expect(budgetYear(new Date('2026-12-31T16:00:00Z'))).toBe(2027);
  });

  it('is written as people write it', () => {
    expect(shanghaiTime(new Date('2026-11-23T01:05:59Z'))).toBe('2026-11-23 09:05');
    expect(shanghaiTime(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01 00:00');
  });

  it('goes over the ends of months and years, and over leap days', () => {
    expect(addDays('2026-01-31', 1)).toBe('2026-02-01');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
    expect(addDays('2028-02-29', 366)).toBe('2029-03-01');
    expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  });

  it('and its minutes lead back to the instant', () => {
    const instants = fc.date({ min: new Date('2000-01-01Z'), max: new Date('2099-12-31Z'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (instant) => {
        const second = new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
        expect(shanghaiInstant(shanghaiDay(second), shanghaiMinutes(second))).toEqual(second);
        expect(shanghaiMinutes(second)).toBeGreaterThanOrEqual(0);
        expect(shanghaiMinutes(second)).toBeLessThan(24 * 60);
      }),
    );
  });
});
