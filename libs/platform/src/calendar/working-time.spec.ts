import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holidaysKnownUntil } from './holidays.js';
import { addDays, shanghaiDay, shanghaiInstant, shanghaiMinutes } from '../shanghai-time.js';
import {
  OFFICE_HOURS,
  addWorkingDays,
  addWorkingMinutes,
  chinaWorkdays,
  dueAfter,
  outsideQuietHours,
} from './working-time.js';

const at = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`);
const instants = fc.date({
  min: new Date('2015-01-01T00:00:00Z'),
  max: new Date('2030-11-01T00:00:00Z'),
  noInvalidDate: true,
});
/** West of Greenwich, at home, and beyond the date line. */
const ZONES = ['America/New_York', 'Asia/Shanghai', 'Pacific/Kiritimati'];

describe.each(ZONES)('working time in a process at %s', (zone) => {
  const before = process.env.TZ;
  beforeAll(() => {
    process.env.TZ = zone;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  });

  it('is tried in that zone', () => {
    expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  });

  it('knows for which years the holidays are published', () => {
    expect(holidaysKnownUntil()).toBeGreaterThanOrEqual(2026);
    expect(chinaWorkdays(`${holidaysKnownUntil()}-10-01`)).toBe(false);
  });

  it('knows public holidays and the weekends that are worked instead', () => {
    expect(chinaWorkdays('2026-02-17')).toBe(false); // Spring Festival, a Tuesday
    expect(chinaWorkdays('2024-02-04')).toBe(true); // a Sunday worked before it
    expect(chinaWorkdays('2026-11-22')).toBe(false); // a Sunday
    expect(chinaWorkdays('2026-11-23')).toBe(true); // a Monday
  });

  it('counts working days around a weekend and a holiday', () => {
    expect(addWorkingDays(at('2026-11-20', '15:00'), 2, chinaWorkdays)).toEqual(at('2026-11-24', '15:00'));
    expect(addWorkingDays(at('2026-11-21', '11:00'), 1, chinaWorkdays)).toEqual(at('2026-11-24', '08:30'));
    expect(addWorkingDays(at('2024-09-30', '10:00'), 1, chinaWorkdays)).toEqual(at('2024-10-08', '10:00'));
  });

  it('counts working hours within office hours only', () => {
    expect(dueAfter(at('2026-11-23', '11:00'), { amount: 2, unit: 'workingHour' })).toEqual(at('2026-11-23', '15:00'));
    expect(dueAfter(at('2026-11-20', '17:00'), { amount: 1, unit: 'workingHour' })).toEqual(at('2026-11-23', '09:00'));
  });

  it('agrees with a walk from day to day', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 25 }), (from, days) => {
        let day = shanghaiDay(from);
        let minutes = shanghaiMinutes(from);
        if (!chinaWorkdays(day)) {
          do day = addDays(day, 1);
          while (!chinaWorkdays(day));
          minutes = OFFICE_HOURS[0]![0];
        }
        for (let left = days; left > 0;) {
          day = addDays(day, 1);
          if (chinaWorkdays(day)) left -= 1;
        }
        expect(addWorkingDays(from, days, chinaWorkdays)).toEqual(shanghaiInstant(day, minutes));
      }),
    );
  });

  it('agrees with a walk from minute to minute', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 900 }), (from, minutes) => {
        const start = new Date(Math.floor(from.getTime() / 60_000) * 60_000);
        let left = minutes;
        let now = start.getTime();
        while (left > 0) {
          const clock = shanghaiMinutes(new Date(now));
          const isOpen =
            chinaWorkdays(shanghaiDay(new Date(now))) &&
            OFFICE_HOURS.some(([opens, closes]) => clock >= opens && clock < closes);
          if (isOpen) left -= 1;
          now += 60_000;
        }
        expect(addWorkingMinutes(start, minutes, chinaWorkdays).getTime()).toBe(now);
      }),
      { numRuns: 30 },
    );
  });

  it('moves what would ring at night to the morning', () => {
    const night = { fromMinutes: 21 * 60 + 30, untilMinutes: 8 * 60 };
    expect(outsideQuietHours(at('2026-11-23', '22:00'), night)).toEqual(at('2026-11-24', '08:00'));
    expect(outsideQuietHours(at('2026-11-24', '03:00'), night)).toEqual(at('2026-11-24', '08:00'));
    expect(outsideQuietHours(at('2026-11-24', '08:00'), night)).toEqual(at('2026-11-24', '08:00'));
    expect(outsideQuietHours(at('2026-11-24', '03:00'), null)).toEqual(at('2026-11-24', '03:00'));
  });
});
