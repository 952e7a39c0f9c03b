import chineseDays from 'chinese-days';
import { addDays, shanghaiDay, shanghaiInstant, shanghaiMinutes } from '../shanghai-time.js';

/** Whether offices work on this Shanghai day. Weekends, public holidays and make-up workdays (调休) come from the
 *  package's table of the State Council's yearly notices. Years without a notice follow weekends only. */
export type WorkdayTable = (day: string) => boolean;
export const chinaWorkdays: WorkdayTable = (day) => chineseDays.isWorkday(localNoon(day));

/** The package parses a day's text as midnight in London and reads the date in the zone of the process. West of London that
 *  is the day before. Noon in the zone of the process falls on the same date everywhere. */
function localNoon(day: string): Date {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date, 12);
}

/** Whether the package's table holds the holidays of a year. */
export const packageKnows = (year: number): boolean =>
  chineseDays.getDayDetail(localNoon(`${year}-10-01`)).name.includes(NATIONAL_DAY);
const NATIONAL_DAY = '国庆节';

/** Office hours in minutes since midnight, Shanghai: 08:30–12:00 and 14:00–17:30. */
export const OFFICE_HOURS: readonly (readonly [number, number])[] = [
  [510, 720],
  [840, 1050],
];

export const DURATION_UNITS = ['second', 'minute', 'hour', 'day', 'workingHour', 'workingDay'] as const;
export interface Duration {
  amount: number;
  unit: (typeof DURATION_UNITS)[number];
}

const PLAIN_MS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The instant at which a duration that starts at `from` ends. A working day ends at the same time of day. A start on a day
 *  off counts from the opening of the next workday. */
export function dueAfter(from: Date, duration: Duration, isWorkday: WorkdayTable = chinaWorkdays): Date {
  if (duration.unit === 'workingDay') return addWorkingDays(from, duration.amount, isWorkday);
  if (duration.unit === 'workingHour') return addWorkingMinutes(from, duration.amount * 60, isWorkday);
  return new Date(from.getTime() + duration.amount * PLAIN_MS[duration.unit]);
}

/** The time left until `until`, in `unit`; rounded up, at least one. */
export function remainder(
  from: Date,
  until: Date,
  unit: Duration['unit'],
  isWorkday: WorkdayTable = chinaWorkdays,
): Duration {
  if (unit !== 'workingDay' && unit !== 'workingHour')
    return { amount: Math.max(1, Math.ceil((until.getTime() - from.getTime()) / PLAIN_MS[unit])), unit };
  let amount = 1;
  while (amount < LONGEST && dueAfter(from, { amount, unit }, isWorkday) < until) amount += 1;
  return { amount, unit };
}
const LONGEST = 1_000;

export function addWorkingDays(from: Date, days: number, isWorkday: WorkdayTable): Date {
  let day = shanghaiDay(from);
  let minutes = shanghaiMinutes(from);
  if (!isWorkday(day)) {
    day = nextWorkday(day, isWorkday);
    minutes = OFFICE_HOURS[0]![0];
  }
  for (let left = days; left > 0; left -= 1) day = nextWorkday(day, isWorkday);
  return shanghaiInstant(day, minutes);
}

export function addWorkingMinutes(from: Date, minutes: number, isWorkday: WorkdayTable): Date {
  let day = shanghaiDay(from);
  let at = shanghaiMinutes(from);
  let left = minutes;
  for (;;) {
    if (isWorkday(day)) {
      for (const [opens, closes] of OFFICE_HOURS) {
        const start = Math.max(at, opens);
        if (start >= closes) continue;
        if (left <= closes - start) return shanghaiInstant(day, start + left);
        left -= closes - start;
      }
    }
    day = addDays(day, 1);
    at = 0;
  }
}

function nextWorkday(day: string, isWorkday: WorkdayTable): string {
  let next = addDays(day, 1);
  for (let guard = 0; !isWorkday(next); guard += 1) {
    if (guard > 60) throw new Error('No workday within two months: the table of holidays is broken');
    next = addDays(next, 1);
  }
  return next;
}

/** Hours in which people are not disturbed, in minutes since midnight; `null`: none. */
export interface QuietHours {
  fromMinutes: number;
  untilMinutes: number;
}

/** Moves an instant inside the quiet hours to their end. */
export function outsideQuietHours(at: Date, quiet: QuietHours | null): Date {
  if (!quiet) return at;
  const minutes = shanghaiMinutes(at);
  const day = shanghaiDay(at);
  const acrossMidnight = quiet.fromMinutes > quiet.untilMinutes;
  const inside = acrossMidnight
    ? minutes >= quiet.fromMinutes || minutes < quiet.untilMinutes
    : minutes >= quiet.fromMinutes && minutes < quiet.untilMinutes;
  if (!inside) return at;
  return shanghaiInstant(acrossMidnight && minutes >= quiet.fromMinutes ? addDays(day, 1) : day, quiet.untilMinutes);
}
