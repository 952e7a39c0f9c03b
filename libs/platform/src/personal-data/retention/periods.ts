import type { Invariant } from '../../invariants.js';
import type { Words } from '../../problems.js';

/** The rule of the district, as `policies.ts` keeps it: `{ days: { name: days } }`. A period that it does not name has its default. */
export const RETENTION_POLICY = 'retention';

/** How long something is kept, in days of 24 hours. */
export interface Period {
  days: number;
  /** What law or another rule of the platform needs at least. */
  leastDays: number;
  mostDays: number;
  /** What it is that ends. */
  what: Words;
  /** From when it counts, and the source of the bounds. */
  basis: Words;
}

const periods = new Map<string, Period>();

/** Names a period of the district's retention rule, with its default and bounds. Returns the name. Throws for a name that
 *  exists, and for a default outside its bounds. */
export function definePeriod<N extends string>(name: N, period: Period): N {
  if (periods.has(name)) throw new Error(`The period ${name} is defined twice`);
  if (period.days < period.leastDays || period.days > period.mostDays)
    throw new Error(`The period ${name} has a default outside its bounds`);
  periods.set(name, period);
  return name;
}
export const definedPeriods = (): ReadonlyMap<string, Period> => periods;

/** SQL: the days in force for a period; for invariants, which take no parameters. */
export const daysInForce = (name: string): string => {
  const period = periods.get(name);
  if (!period) throw new Error(`The period ${name} is not defined`);
  return `COALESCE((SELECT CAST(JSON_VALUE(body, '$.days.${name}') AS UNSIGNED) FROM policy
    WHERE name = '${RETENTION_POLICY}' ORDER BY version DESC LIMIT 1), ${period.days})`;
};

/** Rows that a period ends for: erased by the nightly job, counted for the office, watched by an invariant. */
export interface Sweep {
  /** The period after which they end. */
  period: string;
  /** A SELECT of one column that ends in its WHERE: what has ended before the instant `before`, an SQL expression. */
  due: (before: string) => string;
}

const sweeps = new Map<string, Sweep>();

/** Declares what the nightly job erases. `name`: unique; the worker wants exactly one handler for it. */
export function defineSweep<N extends string>(name: N, sweep: Sweep): N {
  if (sweeps.has(name)) throw new Error(`The sweep ${name} is defined twice`);
  if (!periods.has(sweep.period)) throw new Error(`The sweep ${name} has no period`);
  sweeps.set(name, sweep);
  return name;
}
export const definedSweeps = (): ReadonlyMap<string, Sweep> => sweeps;

const GRACE_DAYS = 2;
/** The platform begins to erase a week after it learnt to, so that a district can set its own periods first. */
const HAS_BEGUN = `EXISTS (SELECT 1 FROM job WHERE kind = 'retention.daily' AND gen > 1)`;

/** The invariant that nothing of a sweep waits two days longer than its period. */
export function overdueInvariant(name: string, law: string): Invariant {
  const sweep = sweeps.get(name);
  if (!sweep) throw new Error(`The sweep ${name} is not defined`);
  const before = `UTC_TIMESTAMP(3) - INTERVAL (${daysInForce(sweep.period)} + ${GRACE_DAYS}) DAY`;
  return { name: `retention.${name}`, law, sql: `${sweep.due(before)} AND ${HAS_BEGUN}` };
}
