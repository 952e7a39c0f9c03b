import { Injectable, Logger } from '@nestjs/common';
import { addDays, shanghaiDay, shanghaiInstant } from '../../clock.js';
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

/** Ten past three at night, when hardly anybody works. */
const NIGHTLY_MINUTES = 190;
/** Rows that one transaction erases where a row is a row. */
export const ROWS_AT_ONCE = 500;
/** What waits is counted up to here. */
const MOST_COUNTED = 1_000;

/** Erases at most some hundred rows that ended before an instant, and tells how many; 0 when none is left. Whatever it
 *  erased is no longer found by the period's `due`, so that it may stop and begin again at any row. */
export type RetentionStep = (tx: Tx, before: Date) => Promise<number>;

interface RetentionFigures {
  /** Within thirty days. */
  erasedLately: number;
  /** Shanghai day on which the last was erased. */
  lastOn: string | null;
  /** What has ended and is not erased yet; at most 1,000. */
  waiting: number;
}

/** Erases what the district's rule gives a period for, every night and in small steps. All times are the database's. */
@Injectable()
export class Retention {
  private readonly logger = new Logger('retention');
  private readonly steps = new Map<string, RetentionStep>();

  constructor(
    private readonly transactions: Transactions,
    private readonly policies: Policies,
    private readonly jobs: Jobs,
  ) {}

  /** Says how what a period ends for is erased, where the period declares `due` instead of `rows`. */
  on(period: string, step: RetentionStep): void {
    const { due, rows } = definedPeriods().get(period) ?? {};
    if (!due || rows) throw new Error(`The period ${period} takes no handler`);
    if (this.steps.has(period)) throw new Error(`The period ${period} has two handlers`);
    this.steps.set(period, step);
  }

  /** Throws unless all that must be erased has its handler. */
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

  /** The days of one period in force. */
  async days(reader: Reader, period: string): Promise<number> {
    const days = (await this.periods(reader)).days.get(period);
    if (days === undefined) throw new Error(`The period ${period} is not defined`);
    return days;
  }

  /** The job of every night: has everything erased that has ended, and wakes itself for the next. */
  readonly wake = async (tx: Tx): Promise<void> => {
    const now = await tx.now();
    const tonight = shanghaiInstant(addDays(shanghaiDay(now), 1), NIGHTLY_MINUTES);
    await this.jobs.schedule(
      tx,
      { kind: RETENTION_RUN, subjectId: FIRST_ID, dueAt: now },
      { kind: RETENTION_DAILY, subjectId: FIRST_ID, dueAt: tonight },
    );
  };

  /** Erases period by period, a transaction a step. What fails in one does not keep the others from theirs; the job is then
   *  tried again and shows as failed in the end. */
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
        // A database error quotes values; its number tells enough.
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

  /** Keeps the figures of what was erased, for the office; in the transaction that erased it. */
  private async addToCount(tx: Tx, period: string, rows: number): Promise<void> {
    await tx.execute(
      `INSERT INTO retention_count (done_on, period, erased) VALUES (?,?,?) ON DUPLICATE KEY UPDATE erased = erased + VALUE(erased)`,
      [shanghaiDay(await tx.now()), period, rows],
    );
  }

  /** How much was erased when, and what waits, of every period that ends in an erasure. */
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

  /** When the job ran last and runs next; null: it has not begun. */
  async times(reader: Reader): Promise<{ lastAt: Date | null; nextAt: Date | null }> {
    const row = await reader.row<{ lastAt: Date | null; nextAt: Date | null }>(
      `SELECT (SELECT finished_at FROM job WHERE kind = '${RETENTION_RUN}' AND subject_id = ?) AS last_at,
         (SELECT due_at FROM job WHERE kind = '${RETENTION_DAILY}' AND subject_id = ? AND status = 'scheduled') AS next_at`,
      [FIRST_ID, FIRST_ID],
    );
    return { lastAt: row?.lastAt ?? null, nextAt: row?.nextAt ?? null };
  }
}

/** The step of a period that ends for row by row. */
const stepOf =
  ({ table, column, and = 'TRUE', set }: OldRows): RetentionStep =>
  (tx, before) =>
    tx.execute(
      `${set ? `UPDATE ${table} SET ${set}` : `DELETE FROM ${table}`} WHERE ${column} < ? AND ${and}
       ORDER BY ${column} LIMIT ${ROWS_AT_ONCE}`,
      [before],
    );
