import { describe, expect, it } from 'vitest';
import { dueOutsideQuietHours } from '../deadlines/deadlines.js';
import { workdaysWith } from './holidays.js';
import { OFFICE_HOURS, dueAfter, outsideQuietHours, remainder, type Duration } from './working-time.js';

const at = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`);
const working = (amount: number, unit: 'workingDay' | 'workingHour' = 'workingDay'): Duration => ({ amount, unit });

describe('the due time', () => {
  it('counts plain time over days off, ends of months and leap days', () => {
    expect(dueAfter(at('2028-02-28', '09:00'), { amount: 1, unit: 'day' })).toEqual(at('2028-02-29', '09:00'));
    expect(dueAfter(at('2026-02-28', '09:00'), { amount: 1, unit: 'day' })).toEqual(at('2026-03-01', '09:00'));
    expect(dueAfter(at('2026-12-31', '23:30'), { amount: 1, unit: 'hour' })).toEqual(at('2027-01-01', '00:30'));
    expect(dueAfter(at('2026-10-01', '00:00'), { amount: 90, unit: 'minute' })).toEqual(at('2026-10-01', '01:30'));
  });

  it('counts working days over the end of a month, and over a leap day that is worked', () => {
    expect(dueAfter(at('2026-07-31', '10:00'), working(1))).toEqual(at('2026-08-03', '10:00'));
    expect(dueAfter(at('2028-02-28', '10:00'), working(1))).toEqual(at('2028-02-29', '10:00'));
    expect(dueAfter(at('2028-02-28', '10:00'), working(2))).toEqual(at('2028-03-01', '10:00'));
  });

  it('is at once for a length of zero in working hours, and at their start otherwise', () => {
    expect(dueAfter(at('2026-11-23', '10:00'), working(0))).toEqual(at('2026-11-23', '10:00'));
    expect(dueAfter(at('2026-11-22', '10:00'), working(0))).toEqual(at('2026-11-23', '08:30'));
    expect(dueAfter(at('2026-11-23', '10:00'), working(0, 'workingHour'))).toEqual(at('2026-11-23', '10:00'));
  });

  it('counts seven working hours a day, around the noon break', () => {
    expect(OFFICE_HOURS.reduce((sum, [opens, closes]) => sum + closes - opens, 0)).toBe(7 * 60);
    expect(dueAfter(at('2026-11-23', '12:00'), working(1, 'workingHour'))).toEqual(at('2026-11-23', '15:00'));
    expect(dueAfter(at('2026-11-23', '13:59'), working(1, 'workingHour'))).toEqual(at('2026-11-23', '15:00'));
    expect(dueAfter(at('2026-11-23', '06:00'), working(7, 'workingHour'))).toEqual(at('2026-11-23', '17:30'));
    expect(dueAfter(at('2026-11-23', '08:30'), working(8, 'workingHour'))).toEqual(at('2026-11-24', '09:30'));
    expect(dueAfter(at('2026-11-21', '12:00'), working(1, 'workingHour'))).toEqual(at('2026-11-23', '09:30'));
  });

  it('is an error without any workday in the table', () => {
    expect(() => dueAfter(at('2026-11-23', '10:00'), working(1), () => false)).toThrow('No workday within two months');
  });
});

describe('the remaining time', () => {
  it('is given in its own unit, rounded up, and at least one', () => {
    const from = at('2026-11-23', '10:00');
    expect(remainder(from, at('2026-11-25', '09:00'), 'day')).toEqual({ amount: 2, unit: 'day' });
    expect(remainder(from, at('2026-11-23', '09:00'), 'hour')).toEqual({ amount: 1, unit: 'hour' });
    expect(remainder(from, at('2026-11-27', '10:00'), 'workingDay')).toEqual({ amount: 4, unit: 'workingDay' });
    // Saturday and Sunday do not count.
    expect(remainder(from, at('2026-11-30', '09:00'), 'workingDay')).toEqual({ amount: 5, unit: 'workingDay' });
    expect(remainder(from, at('2026-11-20', '10:00'), 'workingDay')).toEqual({ amount: 1, unit: 'workingDay' });
  });

  it('reaches the end again, and one unit less does not', () => {
    for (let hours = 1; hours <= 300; hours += 7) {
      const from = at('2026-09-28', '16:20'); // before a week of holidays
      const until = new Date(from.getTime() + hours * 3_600_000);
      for (const unit of ['workingDay', 'workingHour'] as const) {
        const left = remainder(from, until, unit);
        expect(dueAfter(from, left).getTime()).toBeGreaterThanOrEqual(until.getTime());
        if (left.amount > 1)
          expect(dueAfter(from, { ...left, amount: left.amount - 1 }).getTime()).toBeLessThan(until.getTime());
      }
    }
  });
});

describe('quiet hours', () => {
  const night = { fromMinutes: 21 * 60 + 30, untilMinutes: 8 * 60 };
  const noon = { fromMinutes: 12 * 60, untilMinutes: 14 * 60 };

  it('begin with their first minute and end before their last', () => {
    expect(outsideQuietHours(at('2026-11-23', '21:29'), night)).toEqual(at('2026-11-23', '21:29'));
    expect(outsideQuietHours(at('2026-11-23', '21:30'), night)).toEqual(at('2026-11-24', '08:00'));
    expect(outsideQuietHours(at('2026-11-24', '07:59'), night)).toEqual(at('2026-11-24', '08:00'));
    expect(outsideQuietHours(at('2026-11-23', '12:00'), noon)).toEqual(at('2026-11-23', '14:00'));
    expect(outsideQuietHours(at('2026-11-23', '14:00'), noon)).toEqual(at('2026-11-23', '14:00'));
  });

  it('work across ends of months and years, and leap days', () => {
    expect(outsideQuietHours(at('2028-02-28', '22:00'), night)).toEqual(at('2028-02-29', '08:00'));
    expect(outsideQuietHours(at('2028-02-29', '22:00'), night)).toEqual(at('2028-03-01', '08:00'));
    expect(outsideQuietHours(at('2026-12-31', '23:59'), night)).toEqual(at('2027-01-01', '08:00'));
  });

  it('are empty when they begin and end at the same time', () => {
    const none = { fromMinutes: 480, untilMinutes: 480 };
    expect(outsideQuietHours(at('2026-11-23', '08:00'), none)).toEqual(at('2026-11-23', '08:00'));
  });

  it('apply after working time: a deadline at night moves to the morning', () => {
    const deadlines = { quietHours: night, holidays: [] };
    expect(dueOutsideQuietHours(at('2026-11-23', '20:00'), { amount: 2, unit: 'hour' }, deadlines)).toEqual(
      at('2026-11-24', '08:00'),
    );
    expect(dueOutsideQuietHours(at('2026-11-23', '16:30'), working(1, 'workingHour'), deadlines)).toEqual(
      at('2026-11-23', '17:30'),
    );
  });

  it('do not end on a day on which offices are closed', () => {
    const isWorkday = workdaysWith([{ from: '2026-11-23', until: '2026-11-24', kind: 'off' }]);
    expect(dueAfter(at('2026-11-20', '17:00'), working(1, 'workingHour'), isWorkday)).toEqual(
      at('2026-11-25', '09:00'),
    );
  });
});
