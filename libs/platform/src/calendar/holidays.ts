import { addDays } from '../shanghai-time.js';
import { chinaWorkdays, packageKnows, type WorkdayTable } from './working-time.js';

export const HOLIDAYS_POLICY = 'holidays';

/** A span of exceptional days, as a notice names them: offices closed on weekdays, or open on weekend days (调休). */
export interface DaySpan {
  /** Shanghai days, both included. */
  from: string;
  until: string;
  kind: 'off' | 'work';
}

/** The package's table, overridden by the days that the district has put in force. Pure. */
export function workdaysWith(spans: readonly DaySpan[]): WorkdayTable {
  if (spans.length === 0) return chinaWorkdays;
  const days = new Map<string, boolean>();
  for (const { from, until, kind } of spans)
    for (let day = from; day <= until; day = addDays(day, 1)) days.set(day, kind === 'work');
  return (day) => days.get(day) ?? chinaWorkdays(day);
}

/** The last year whose holidays are known, from the package or the district. Later years follow weekends only. */
export function holidaysKnownUntil(spans: readonly DaySpan[] = []): number {
  const knows = (year: number): boolean => packageKnows(year) || spans.some(({ from }) => from.startsWith(`${year}-`));
  let year = FIRST_YEAR;
  while (knows(year + 1)) year += 1;
  return year;
}
const FIRST_YEAR = 2015;
