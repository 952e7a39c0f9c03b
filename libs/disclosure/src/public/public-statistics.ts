import { Injectable } from '@nestjs/common';
import { Transactions, budgetYear, joinJob } from '#libs/platform';
import { UNITS } from '#libs/identity';
import { addUp, type Counts, type UnitFigures } from './unit-figures.js';

export interface Snapshot {
  at: Date;
  year: number;
  units: Map<string, UnitFigures>;
  months: { month: string; collected: number; confirmed: number }[];
  peopleHelped: number;
}

const CACHE_MS = 30_000;
/** Levels of units whose figures are public. Grids are not: their figures are so small that they could identify a person. */
export const PUBLIC_LEVELS: ReadonlySet<string> = new Set(['district', 'town', 'community']);

/** PublicStatistics about wishes, deadlines and money of every unit. They are counted once for all readers and cached for half a
 *  minute, so that offices and the public see the same figures. A unit includes all units below it. No figure is derived
 *  from records of people. */
@Injectable()
export class PublicStatistics {
  private kept?: { at: number; snapshot: Promise<Snapshot> };

  constructor(private readonly transactions: Transactions) {}

  /** Returns figures that are at most half a minute old while they are requested often. An expired snapshot is still
   *  returned while the next one is counted, so that only the first request waits. */
  snapshot(): Promise<Snapshot> {
    const present = this.kept;
    if (present && Date.now() - present.at <= CACHE_MS) return present.snapshot;
    const fresh = this.count();
    if (!present) {
      this.kept = { at: Date.now(), snapshot: fresh };
      fresh.catch(() => (this.kept = undefined));
      return fresh;
    }
    present.at = Date.now();
    fresh.then(
      () => (this.kept = { at: Date.now(), snapshot: fresh }),
      () => undefined, // the next request after half a minute counts again
    );
    return present.snapshot;
  }

  private async count(): Promise<Snapshot> {
    const at = new Date();
    const year = budgetYear(at);
    const [units, wishes, overdue, money, months, helped] = await Promise.all([
      this.transactions.rows<Counts['units'][number]>(
        `SELECT u.id AS unit_id, u.code, u.name, u.level, u.parent_id, u.path FROM ${UNITS} ORDER BY u.path`,
      ),
      this.transactions.rows<Counts['wishes'][number]>(
        'SELECT unit_id, status, COUNT(*) AS n FROM wish GROUP BY unit_id, status',
      ),
      this.transactions.rows<Counts['overdue'][number]>(
        `SELECT STRAIGHT_JOIN w.unit_id, COUNT(*) AS n FROM wish w
         ${joinJob(`j.subject_id = w.id AND j.kind = CASE w.status WHEN 'submitted' THEN 'wish.verify' WHEN 'open' THEN 'wish.unclaimed'
           WHEN 'fulfilled' THEN 'wish.visit' ELSE 'wish.publish' END`)}
         WHERE w.status IN ('submitted','verified','reopened','open','fulfilled') AND j.status <> 'cancelled' AND j.due_at < UTC_TIMESTAMP(3)
         GROUP BY w.unit_id`,
      ),
      this.transactions.rows<Counts['money'][number]>(
        'SELECT unit_id, kind, balance_fen FROM fund_account WHERE year = ?',
        [year],
      ),
      this.transactions.rows<{ month: string; collected: number; confirmed: number }>(
        `SELECT month, SUM(collected) AS collected, SUM(confirmed) AS confirmed FROM (
           SELECT DATE_FORMAT(created_at + INTERVAL 8 HOUR, '%Y-%m') AS month, COUNT(*) AS collected, 0 AS confirmed
           FROM wish WHERE created_at > UTC_TIMESTAMP() - INTERVAL 12 MONTH AND status <> 'draft' GROUP BY 1
           UNION ALL SELECT DATE_FORMAT(closed_at + INTERVAL 8 HOUR, '%Y-%m'), 0, COUNT(*)
           FROM wish WHERE closed_at > UTC_TIMESTAMP() - INTERVAL 12 MONTH AND status = 'closed' GROUP BY 1) m
         GROUP BY month ORDER BY month`,
      ),
      this.transactions.row<{ n: string }>(
        `SELECT COALESCE(SUM(people_helped), 0) AS n FROM wish WHERE status = 'closed'`,
      ),
    ]);
    return {
      at,
      year,
      units: addUp({ units, wishes, overdue, money }),
      months: months.map((row) => ({ ...row, collected: Number(row.collected), confirmed: Number(row.confirmed) })),
      peopleHelped: Number(helped?.n ?? 0),
    };
  }
}

/** The unit and the units directly below it. */
export function unitFamily(
  snapshot: Snapshot,
  unitId: string,
): { unit: UnitFigures; children: UnitFigures[] } | undefined {
  const unit = snapshot.units.get(unitId);
  return unit && { unit, children: [...snapshot.units.values()].filter(({ parentId }) => parentId === unitId) };
}
