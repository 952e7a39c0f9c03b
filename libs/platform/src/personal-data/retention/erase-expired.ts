import { Injectable, Logger } from '@nestjs/common';
import { addDays, shanghaiDay, shanghaiInstant } from '../../shanghai-time.js';
import { driverFault } from '../../database/driver-fault.js';
import { Transactions, type Tx } from '../../database/transactions.js';
import { FIRST_ID } from '../../ids.js';
import { HandlesJob, HandlesLongJob } from '../../jobs/handlers.js';
import { JobRegistry } from '../../jobs/job-registry.js';
import { Jobs, type DueJob } from '../../jobs/jobs.js';
import { LeaseLost } from '../../jobs/leased-job.js';
import { metrics } from '../../metrics.js';
import { definedPeriods, type RetentionStep } from './periods.js';
import { RETENTION_DAILY, RETENTION_RUN, Retention } from './retention.js';

/** 03:10 at night, when hardly anybody works. */
const NIGHTLY_MINUTES = 190;

/** Erases what has outlived its period in the district's rule, every night in small steps. All times are the database's. */
@Injectable()
export class EraseExpired {
  private readonly logger = new Logger('retention');

  constructor(
    private readonly transactions: Transactions,
    private readonly retention: Retention,
    private readonly registry: JobRegistry,
    private readonly jobs: Jobs,
  ) {}

  /** The nightly job: schedules the run that erases, and itself for the next night. */
  @HandlesJob(RETENTION_DAILY)
  async scheduleTonight(tx: Tx): Promise<void> {
    const now = await tx.now();
    const tonight = shanghaiInstant(addDays(shanghaiDay(now), 1), NIGHTLY_MINUTES);
    await this.jobs.schedule(
      tx,
      { kind: RETENTION_RUN, subjectId: FIRST_ID, dueAt: now },
      { kind: RETENTION_DAILY, subjectId: FIRST_ID, dueAt: tonight },
    );
  }

  /** Erases period by period, one transaction per step. A failure in one period does not stop the others; the job is then
   *  retried, and finally shows as failed. */
  @HandlesLongJob(RETENTION_RUN)
  async eraseExpired(_: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const failed: string[] = [];
    for (const [name, { erase }] of definedPeriods()) {
      const step = erase ?? this.registry.eraseStep(name);
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
  }

  private async eraseSome(period: string, step: RetentionStep): Promise<number> {
    const erased = await this.transactions.run(async (tx) => {
      const days = await this.retention.days(tx, period);
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
}
