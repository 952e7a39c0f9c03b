import { Injectable, Logger } from '@nestjs/common';
import { addDays, shanghaiDay, shanghaiInstant } from '../../shanghai-time.js';
import { driverFault } from '../../database/driver-fault.js';
import { Transactions, type Reader, type Tx } from '../../database/transactions.js';
import { FIRST_ID } from '../../ids.js';
import type { LongWork } from '../../jobs/job-registry.js';
import { Jobs, defineJob } from '../../jobs/jobs.js';
import { LeaseLost } from '../../jobs/leased-job.js';
import { metrics } from '../../metrics.js';
import { Policies } from '../../policies.js';
import { RETENTION_POLICY, definedPeriods, type OldRows } from './periods.js';

export const RETENTION_DAILY = defineJob('retention.daily', 'bulk');
export const RETENTION_RUN = defineJob('retention.run', 'bulk');

/** 03:10 at night, when hardly anybody works. */
const NIGHTLY_MINUTES = 190;
/** Rows that one transaction erases when each item is a single row. */
export const ROWS_AT_ONCE = 500;
/** Waiting items are counted up to this number. */
const MOST_COUNTED = 1_000;

/** Erases at most some hundred rows that ended before an instant, and returns how many; 0 when none is left. The period's
 *  `due` no longer finds what was erased, so that the step may stop and resume at any row. */
export type RetentionStep = (tx: Tx, before: Date) => Promise<number>;

interface RetentionFigures {
  /** In the last thirty days. */
  erasedLately: number;
  /** The Shanghai day of the last erasure. */
  lastOn: string | null;
  /** Items that have ended and are not erased yet; at most 1,000. */
  waiting: number;
}

/** Erases what has outlived its period in the district's rule, every night in small steps. All times are the database's. */
@Injectable()
export class Retention {
  private readonly logger = new Logger('retention');
  private readonly steps = new Map<string, RetentionStep>();

  constructor(
    private readonly transactions: Transactions,
    private readonly policies: Policies,
    private readonly jobs: Jobs,
  ) {}

  /** Registers the step that erases for a period that declares `due` instead of `rows`. */
  on(period: string, step: RetentionStep): void {
    const { due, rows } = definedPeriods().get(period) ?? {};
    if (!due || rows) throw new Error(`The period ${period} takes no handler`);
    if (this.steps.has(period)) throw new Error(`The period ${period} has two handlers`);
    this.steps.set(period, step);
  }

  /** Throws unless every period that erases through a step has one. */
  assertComplete(): void {
    const missing = [...definedPeriods()].filter(([name, { due, rows }]) => due && !rows && !this.steps.has(name));
    if (missing.length > 0) throw new Error(`No handler for the periods: ${missing.map(([name]) => name).join(', ')}`);
  }

  /** The periods in force, in days, by name; version 0 where the district has set none. */
  async periods(reader: Reader): Promise<{ version: number; days: Map<string, number> }> {
    const { version, body } = await this.policies.current<{ days: Record<string, number> }>(reader, RETENTION_POLICY);
    const days = new Map([...definedPeriods()].map(([name, period]) => [name, body?.days[name] ?? period.days]));
    return { version, days };
  }

  /** The days in force of one period. */
  async days(reader: Reader, period: string): Promise<number> {
    const days = (await this.periods(reader)).days.get(period);
    if (days === undefined) throw new Error(`The period ${period} is not defined`);
    return days;
  }

  /** The nightly job: schedules the run that erases, and itself for the next night. */
  readonly wake = async (tx: Tx): Promise<void> => {
    const now = await tx.now();
    const tonight = shanghaiInstant(addDays(shanghaiDay(now), 1), NIGHTLY_MINUTES);
    await this.jobs.schedule(
      tx,
      { kind: RETENTION_RUN, subjectId: FIRST_ID, dueAt: now },
      { kind: RETENTION_DAILY, subjectId: FIRST_ID, dueAt: tonight },
    );
  };

  /** Erases period by period, one transaction per step. A failure in one period does not stop the others; the job is then
   *  retried, and finally shows as failed. */
  readonly run: LongWork = async (_job, keepAlive) => {
    const failed: string[] = [];
    for (const [name, { rows }] of definedPeriods()) {
      const step = rows ? stepOf(rows) : this.steps.get(name);
      if (!step) continue; // a deadline only
      try {
        while ((await this.eraseSome(name, step)) > 0) await keepAlive();
      } catch (error) {
        if (error instanceof LeaseLost) throw error;
        const { errno } = driverFault(error);
        // A database error quotes values; its number is enough.
        this.logger.error(`${name}: ${errno ? `database error ${errno}` : (error as Error).name}`);
        failed.push(name);
      }
    }
    if (failed.length > 0) throw new Error(`not erased: ${failed.join(', ')}`);
  };

  private async eraseSome(period: string, step: RetentionStep): Promise<number> {
    const erased = await this.transactions.run(async (tx) => {
      const days = await this.days(tx, period);
      const now = await tx.now();
      const rows = await step(tx, new Date(now.getTime() - days * 86_400_000));
      if (rows > 0) await this.addToCount(tx, period, rows);
      return rows;
    });
    if (erased > 0) metrics.personalDataErased.inc({ period }, erased);
    return erased;
  }

  /** Counts what was erased, for the office; in the transaction that erased it. */
  private async addToCount(tx: Tx, period: string, rows: number): Promise<void> {
    await tx.execute(
      `INSERT INTO retention_count (done_on, period, erased) VALUES (?,?,?) ON DUPLICATE KEY UPDATE erased = erased + VALUE(erased)`,
      [shanghaiDay(await tx.now()), period, rows],
    );
  }

  /** For every period that ends in an erasure: how much was erased lately, when the last time, and what is waiting. */
  async figures(reader: Reader): Promise<Map<string, RetentionFigures>> {
    const counted = await reader.rows<{ period: string; lastOn: string; lately: string }>(
      `SELECT period, DATE_FORMAT(MAX(done_on), '%Y-%m-%d') AS last_on,
         SUM(IF(done_on > UTC_DATE() - INTERVAL 30 DAY, erased, 0)) AS lately
       FROM retention_count GROUP BY period`,
    );
    const { days } = await this.periods(reader);
    const figures = new Map<string, RetentionFigures>();
    for (const [name, { due }] of definedPeriods()) {
      if (!due) continue;
      const waiting = await reader.row<{ n: number }>(
        `SELECT COUNT(*) AS n FROM (${due(`UTC_TIMESTAMP(3) - INTERVAL ${Number(days.get(name))} DAY`)} LIMIT ${MOST_COUNTED}) d`,
      );
      const erased = counted.find(({ period }) => period === name);
      figures.set(name, {
        erasedLately: Number(erased?.lately ?? 0),
        lastOn: erased?.lastOn ?? null,
        waiting: Number(waiting?.n ?? 0),
      });
    }
    return figures;
  }

  /** When the job last ran and when it runs next; null: it has not begun. */
  async times(reader: Reader): Promise<{ lastAt: Date | null; nextAt: Date | null }> {
    const row = await reader.row<{ lastAt: Date | null; nextAt: Date | null }>(
      `SELECT (SELECT finished_at FROM job WHERE kind = '${RETENTION_RUN}' AND subject_id = ?) AS last_at,
         (SELECT due_at FROM job WHERE kind = '${RETENTION_DAILY}' AND subject_id = ? AND status = 'scheduled') AS next_at`,
      [FIRST_ID, FIRST_ID],
    );
    return { lastAt: row?.lastAt ?? null, nextAt: row?.nextAt ?? null };
  }
}

/** The erasing step of a period that declares `rows`. */
const stepOf =
  ({ table, column, and = 'TRUE', set }: OldRows): RetentionStep =>
  (tx, before) =>
    tx.execute(
      `${set ? `UPDATE ${table} SET ${set}` : `DELETE FROM ${table}`} WHERE ${column} < ? AND ${and}
       ORDER BY ${column} LIMIT ${ROWS_AT_ONCE}`,
      [before],
    );
