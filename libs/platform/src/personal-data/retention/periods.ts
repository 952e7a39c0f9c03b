import type { Invariant } from '../../invariants.js';
import type { Words } from '../../problems.js';

/** The name of the district's policy: `{ days: { name: days } }`. A period that the policy does not name has its default. */
export const RETENTION_POLICY = 'retention';

/** Rows whose period ends one by one, by an indexed column: deleted, or emptied by `set`. `and`: a further condition. */
export interface OldRows {
  table: string;
  column: string;
  and?: string;
  /** The SET of an UPDATE that replaces the deletion; afterwards `and` must not hold any more. */
  set?: string;
}

/** How long something is kept, in days of 24 hours. With `rows` or `due`, the nightly job erases what has ended, the office
 *  sees how much is waiting, and an invariant watches it. Without them, the period is only a deadline. */
export interface Period {
  days: number;
  /** The minimum that the law or another rule of the platform requires. */
  leastDays: number;
  mostDays: number;
  /** What the period applies to. */
  what: Words;
  /** When the period starts, and the source of the bounds. */
  basis: Words;
  rows?: OldRows;
  /** Replaces `rows` where erasing takes more; `Retention.on` registers how. A SELECT of one column that ends in its WHERE:
   *  what has ended before the instant `before`, an SQL expression. */
  due?: (before: string) => string;
}

const periods = new Map<string, Period>();

/** Defines a period of the district's retention rule, with its default and bounds. Returns the name. Throws for a name that
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

/** SQL: the days in force of a period; for invariants, which take no parameters. */
const daysInForce = (name: string, { days }: Period): string =>
  `COALESCE((SELECT CAST(JSON_VALUE(body, '$.days.${name}') AS UNSIGNED) FROM policy
    WHERE name = '${RETENTION_POLICY}' ORDER BY version DESC LIMIT 1), ${days})`;

const GRACE_DAYS = 2;
/** Erasing starts a week after the platform learnt to erase, so that a district can set its own periods first. */
const HAS_BEGUN = `EXISTS (SELECT 1 FROM job WHERE kind = 'retention.daily' AND gen > 1)`;

/** The invariants that nothing stays two days longer than its period; for all periods defined so far. */
export const retentionInvariants = (): Invariant[] =>
  [...periods].flatMap(([name, period]) => {
    if (!period.due) return [];
    const before = `UTC_TIMESTAMP(3) - INTERVAL (${daysInForce(name, period)} + ${GRACE_DAYS}) DAY`;
    const rule = `Nothing is kept two days longer than the rule allows: ${period.what.en}`;
    return [{ name: `retention.${name}`, rule, sql: `${period.due(before)} AND ${HAS_BEGUN}` }];
  });
