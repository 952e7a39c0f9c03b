import type { Invariant } from '../../invariants.js';
import type { Words } from '../../problems.js';

/** The rule of the district, as `policies.ts` keeps it: `{ days: { name: days } }`. A period that it does not name has its default. */
export const RETENTION_POLICY = 'retention';

/** Rows that a period ends for one by one, by an indexed column: deleted, or emptied by `set`. `and`: what else must hold. */
export interface OldRows {
  table: string;
  column: string;
  and?: string;
  /** What an UPDATE sets instead of deleting the row; afterwards `and` must not hold any more. */
  set?: string;
}

/** How long something is kept, in days of 24 hours. With `rows` or `due` the nightly job erases what has ended, the office
 *  reads how much waits, and an invariant watches it; without, the period is a deadline only. */
export interface Period {
  days: number;
  /** What law or another rule of the platform needs at least. */
  leastDays: number;
  mostDays: number;
  /** What it is that ends. */
  what: Words;
  /** From when it counts, and the source of the bounds. */
  basis: Words;
  rows?: OldRows;
  /** Instead of `rows`, where erasing takes more; `Retention.on` says how. A SELECT of one column that ends in its WHERE: what
   *  has ended before the instant `before`, an SQL expression. */
  due?: (before: string) => string;
}

const periods = new Map<string, Period>();

/** Names a period of the district's retention rule, with its default and bounds. Returns the name. Throws for a name that
 *  exists, and for a default outside its bounds. */
export function definePeriod<N extends string>(name: N, { rows, due = rows && dueRows(rows), ...period }: Period): N {
  if (periods.has(name)) throw new Error(`The period ${name} is defined twice`);
  if (period.days < period.leastDays || period.days > period.mostDays)
    throw new Error(`The period ${name} has a default outside its bounds`);
  periods.set(name, { ...period, rows, due });
  return name;
}
export const definedPeriods = (): ReadonlyMap<string, Period> => periods;

const dueRows =
  ({ table, column, and = 'TRUE' }: OldRows) =>
  (before: string): string =>
    `SELECT ${column} FROM ${table} WHERE ${column} < ${before} AND ${and}`;

/** SQL: the days in force for a period; for invariants, which take no parameters. */
const daysInForce = (name: string, { days }: Period): string =>
  `COALESCE((SELECT CAST(JSON_VALUE(body, '$.days.${name}') AS UNSIGNED) FROM policy
    WHERE name = '${RETENTION_POLICY}' ORDER BY version DESC LIMIT 1), ${days})`;

const GRACE_DAYS = 2;
/** The platform begins to erase a week after it learnt to, so that a district can set its own periods first. */
const HAS_BEGUN = `EXISTS (SELECT 1 FROM job WHERE kind = 'retention.daily' AND gen > 1)`;

/** The invariants that nothing waits two days longer than its period; for all periods that are defined by now. */
export const retentionInvariants = (): Invariant[] =>
  [...periods].flatMap(([name, period]) => {
    if (!period.due) return [];
    const before = `UTC_TIMESTAMP(3) - INTERVAL (${daysInForce(name, period)} + ${GRACE_DAYS}) DAY`;
    const law = `Nothing is kept two days longer than the rule allows: ${period.what.en}`;
    return [{ name: `retention.${name}`, law, sql: `${period.due(before)} AND ${HAS_BEGUN}` }];
  });
