import { describe, expect, it } from 'vitest';
import { dueOutsideQuietHours } from '../deadlines/deadlines.js';
import { holidaysKnownUntil, workdaysWith, type DaySpan } from './holidays.js';
import { chinaWorkdays } from './working-time.js';

/** As a notice might name them. */
const spans: DaySpan[] = [
  { from: '2031-01-21', until: '2031-01-29', kind: 'off' },
  { from: '2031-01-18', until: '2031-01-19', kind: 'work' },
];

describe('holidays published by a district', () => {
  it('override the built-in table, only on their days', () => {
    const isWorkday = workdaysWith(spans);
    // A Tuesday off, a Saturday and a Sunday on which offices are open, and what stands beside them.
    expect(['2031-01-21', '2031-01-29', '2031-01-18', '2031-01-19'].map(isWorkday)).toEqual([false, false, true, true]);
    expect(['2031-01-20', '2031-01-30', '2031-02-01'].map(isWorkday)).toEqual([true, true, false]);
    expect(isWorkday('2026-10-01')).toBe(chinaWorkdays('2026-10-01'));
    expect(workdaysWith([])).toBe(chinaWorkdays);
  });

  it('move deadlines in working time', () => {
    const friday = new Date('2031-01-17T02:00:00Z');
    const wait = { amount: 3, unit: 'workingDay' } as const;
    const ring = (holidays: DaySpan[]): string =>
      dueOutsideQuietHours(friday, wait, { quietHours: null, holidays }).toISOString();
    expect(ring([])).toBe('2031-01-22T02:00:00.000Z');
    // Saturday, Sunday and Monday are worked; then a long holiday.
    expect(ring(spans)).toBe('2031-01-20T02:00:00.000Z');
    expect(
      dueOutsideQuietHours(
        friday,
        { amount: 4, unit: 'workingDay' },
        { quietHours: null, holidays: spans },
      ).toISOString(),
    ).toBe('2031-01-30T02:00:00.000Z');
  });

  it('make their year known if all years before it are known', () => {
    const known = holidaysKnownUntil();
    const of = (year: number): DaySpan => ({ from: `${year}-01-01`, until: `${year}-01-01`, kind: 'off' });
    expect(holidaysKnownUntil([of(known + 1)])).toBe(known + 1);
    expect(holidaysKnownUntil([of(known + 2)])).toBe(known);
  });
});
