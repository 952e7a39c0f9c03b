export interface HolidaySpan {
  from: string;
  until: string;
  kind: 'off' | 'work';
}

const LINE =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[~～至到–—](?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?)?(放假|休息?|假|off|上班|补班|班|work)$/i;
const WORK = /班|work/i;

/** Parses lines such as `2027-02-05~2027-02-11 放假` and `2027-02-14 上班`, with dates in any common notation. Lines that cannot
 *  be read are returned unchanged. */
export function readHolidays(text: string): { spans: HolidaySpan[]; unread: string[] } {
  const spans: HolidaySpan[] = [];
  const unread: string[] = [];
  for (const line of text.split(/[\n;；]+/).map((one) => one.trim())) {
    if (line === '') continue;
    const [, year, month, day, otherYear, otherMonth, otherDay, kind] =
      LINE.exec(line.replace(/[\s，,：:]+/g, '')) ?? [];
    const from = dayOf(year, month, day);
    const until = otherDay ? dayOf(otherYear ?? year, otherMonth, otherDay) : from;
    if (from && until) spans.push({ from, until, kind: WORK.test(kind ?? '') ? 'work' : 'off' });
    else unread.push(line);
  }
  return { spans, unread };
}

export const writeHolidays = (spans: readonly HolidaySpan[], words: Record<HolidaySpan['kind'], string>): string =>
  spans.map(({ from, until, kind }) => `${from === until ? from : `${from}~${until}`} ${words[kind]}`).join('\n');

/** A calendar day, or undefined if the day does not exist. */
function dayOf(year?: string, month?: string, day?: string): string | undefined {
  if (!year || !month || !day) return undefined;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const text = at.toISOString().slice(0, 10);
  return text === `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` ? text : undefined;
}
