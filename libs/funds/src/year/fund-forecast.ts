import type { FundMonthResponse, FundOutlookResponse } from '../funds.dto.js';
import type { FundTotals } from '../ledger/funds.queries.js';

export type FundWarning = 'idle' | 'short' | 'rush';

/** Money lies idle when less than `used` percent is used after `elapsed` percent of the year. Source of the failure mode:
 *  R4.10. The thresholds are our own. */
const IDLE: readonly (readonly [elapsed: number, used: number])[] = [
  [75, 50],
  [50, 30],
];
/** A rush: December has more than this share of the year's payments. */
const RUSH_PERCENT = 30;
const PACE_MONTHS = 3;

const percent = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.round((part / whole) * 100));

/** Forecast of a fund on a Shanghai day: use, runway and warnings. Pure. */
export function outlookOf(
  totals: FundTotals,
  months: FundMonthResponse[],
  { year, today }: { year: number; today: string },
): FundOutlookResponse {
  const begin = Date.parse(`${year}-01-01`);
  const end = Date.parse(`${year + 1}-01-01`);
  const elapsed = Math.min(1, Math.max(0, (Date.parse(today) - begin) / (end - begin)));
  const elapsedPercent = Math.round(elapsed * 100);
  const isRunning = elapsed > 0 && elapsed < 1;
  const usedPercent = percent(
    totals.paidFen + totals.committedFen + totals.reservedFen,
    totals.allottedFen + totals.addedFen,
  );
  const paidIn = (month: string): number => months.find((one) => one.month === month)?.paidFen ?? 0;
  const present = Number(today.slice(5, 7));
  const pace = Array.from({ length: Math.min(PACE_MONTHS, present) }, (_, ago) =>
    paidIn(`${year}-${String(present - ago).padStart(2, '0')}`),
  );
  const perMonth = pace.reduce((sum, fen) => sum + fen, 0) / Math.max(1, pace.length);
  const runwayMonths = isRunning && perMonth > 0 ? Math.round((totals.availableFen / perMonth) * 10) / 10 : null;
  const isIdle = isRunning && IDLE.some(([gone, used]) => elapsedPercent >= gone && usedPercent < used);
  const isShort = runwayMonths !== null && runwayMonths < (1 - elapsed) * 12;
  const paidFen = months.reduce((sum, one) => sum + one.paidFen, 0);
  const isRush = percent(paidIn(`${year}-12`), paidFen) > RUSH_PERCENT;
  return {
    elapsedPercent,
    usedPercent,
    runwayMonths,
    warnings: [
      ...(isIdle ? (['idle'] as const) : []),
      ...(isShort ? (['short'] as const) : []),
      ...(isRush ? (['rush'] as const) : []),
    ],
  };
}
