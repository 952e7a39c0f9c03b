import { Injectable, Logger } from '@nestjs/common';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Config } from '../config.js';
import { Transactions, driverFault } from '../database/transactions.js';
import { EventRelay } from '../events/event-relay.js';
import { Events } from '../events/events.js';
import { metrics } from '../metrics.js';
import { JobRegistry } from './job-registry.js';
import type { DueJob } from './jobs.js';
import { runLeased } from './leased-job.js';
import { Ticker } from './ticker.js';

const QUEUE = 'micro-wish-jobs';
const TICK_MS = 250;
/** Redis holds minutes, not months: only what is due within this time is queued. */
const HORIZON_S = 15 * 60;
/** What is overdue by this much was forgotten by the queue and is done straight from the database. */
const SWEEP_AFTER_S = 2;
const SWEEP_LIMIT = 300;
const MAX_ATTEMPTS = 8;
const CONCURRENCY = 10;
const FORGET_EVERY_MS = 3_600_000;

/** Does what is due. MariaDB is the truth, Redis the alarm clock: the feeder queues rows that are due soon, BullMQ
 *  rings, the sweep catches what Redis lost, and the conditional UPDATE of the row lets each happen once, never early
 *  by the database's clock. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('jobs');
  private queue?: Queue;
  private worker?: Worker;
  private redis?: Redis;
  private readonly ticker = new Ticker(
    TICK_MS,
    () => this.tick(),
    ({ message }) => this.logger.warn(`tick: ${message}`),
  );
  private epochSeen = false;
  private forgotAt = 0;

  constructor(
    private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly registry: JobRegistry,
    private readonly relay: EventRelay,
    private readonly events: Events,
  ) {}

  start(): void {
    this.registry.assertComplete();
    const quiet = (): void => undefined; // an unreachable Redis is met by the sweep; readiness tells of it
    this.redis = new Redis(this.config.redisUrl, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      connectTimeout: 3_000,
      commandTimeout: 3_000,
    }).on('error', quiet);
    this.queue = new Queue(QUEUE, { connection: this.redis });
    this.queue.on('error', quiet);
    this.worker = new Worker(QUEUE, async ({ data }) => this.ring(data as { id: string; gen: number }), {
      connection: { url: this.config.redisUrl, maxRetriesPerRequest: null, connectTimeout: 3_000 },
      concurrency: CONCURRENCY,
      lockDuration: 10_000,
      stalledInterval: 5_000,
      maxStalledCount: 3,
    });
    this.worker.on('error', quiet);
    this.ticker.start();
  }

  isRedisUp(): boolean {
    return this.redis?.status === 'ready';
  }

  /** Takes no new work, finishes what is in hand, lets go of Redis. */
  async stop(): Promise<void> {
    const ticked = this.ticker.stop();
    const within = (ms: number, work: Promise<unknown>): Promise<unknown> =>
      Promise.race([work.catch(() => undefined), new Promise((resume) => setTimeout(resume, ms).unref())]);
    await within(5_000, Promise.all([ticked, this.worker?.close()]));
    await within(1_000, this.queue?.close() ?? Promise.resolve());
    this.redis?.disconnect();
  }

  private async tick(): Promise<void> {
    while (!this.ticker.isStopped && (await this.relay.seal()) > 0);
    await this.feed().catch(() => undefined); // Redis is away: the sweep below does the work
    await this.sweep();
    await this.forget();
  }

  /** Rings for rows that are due soon. After a flush, everything near is queued again. */
  private async feed(): Promise<void> {
    if (!this.queue || !this.isRedisUp()) {
      this.epochSeen = false;
      return;
    }
    const epoch = await this.redis!.set(`${QUEUE}:epoch`, '1', 'NX');
    if (epoch === 'OK' || !this.epochSeen) {
      await this.transactions.run((tx) =>
        tx.execute(`UPDATE job SET queued_at = NULL WHERE status = 'scheduled' AND queued_at IS NOT NULL`),
      );
      this.epochSeen = true;
    }
    const near = await this.transactions.rows<{ id: string; gen: number; waitMs: number }>(
      `SELECT id, gen, GREATEST(0, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), due_at) DIV 1000) AS wait_ms FROM job
       WHERE status = 'scheduled' AND due_at < UTC_TIMESTAMP(3) + INTERVAL ${HORIZON_S} SECOND AND queued_at IS NULL
       ORDER BY due_at LIMIT 1000`,
    );
    if (near.length === 0) return;
    await this.queue.addBulk(
      near.map(({ id, gen, waitMs }) => ({
        name: 'due',
        data: { id, gen },
        opts: { jobId: `job-${id}-g${gen}`, delay: waitMs + 5, removeOnComplete: true, removeOnFail: true },
      })),
    );
    await this.transactions.run((tx) =>
      tx.execute(`UPDATE job SET queued_at = UTC_TIMESTAMP(3) WHERE id IN (?) AND status = 'scheduled'`, [
        near.map(({ id }) => id),
      ]),
    );
  }

  /** Once an hour and in small steps, so that nothing waits for it. Every worker may do so. */
  private async forget(): Promise<void> {
    if (Date.now() - this.forgotAt < FORGET_EVERY_MS) return;
    this.forgotAt = Date.now();
    for (const sql of this.registry.purges) {
      for (let gone = 500; gone === 500 && !this.ticker.isStopped;)
        gone = await this.transactions.run((tx) => tx.execute(sql));
    }
  }

  private async sweep(): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute(
        `UPDATE job SET status = 'scheduled', gen = gen + 1, queued_at = NULL
         WHERE status = 'running' AND lease_until < UTC_TIMESTAMP(3)`,
      ),
    );
    const overdue = await this.transactions.rows<{ id: string; gen: number }>(
      `SELECT id, gen FROM job WHERE status = 'scheduled' AND due_at < UTC_TIMESTAMP(3) - INTERVAL ${SWEEP_AFTER_S} SECOND
       ORDER BY due_at LIMIT ${SWEEP_LIMIT}`,
    );
    for (let at = 0; at < overdue.length && !this.ticker.isStopped; at += CONCURRENCY) {
      await Promise.all(overdue.slice(at, at + CONCURRENCY).map((job) => this.ring(job)));
    }
  }

  /** Does one job if its row says that it is due and not done. */
  private async ring({ id, gen }: { id: string; gen: number }): Promise<void> {
    const job = await this.transactions.row<DueJob>(
      'SELECT id, kind, subject_id, gen, due_at FROM job WHERE id = ? AND gen = ?',
      [id, gen],
    );
    if (!job) return;
    try {
      const long = this.registry.longWork(job.kind);
      const done = long ? await runLeased(this.transactions, job, long) : await this.runOnce(job);
      if (done) metrics.jobs.inc({ kind: job.kind, result: 'done' });
    } catch (error) {
      metrics.jobs.inc({ kind: job.kind, result: 'failed' });
      await this.putBack(job, error as Error);
    }
  }

  private runOnce(job: DueJob): Promise<boolean> {
    return this.transactions.run(async (tx) => {
      const taken = await tx.execute(
        `UPDATE job SET status = 'done', finished_at = UTC_TIMESTAMP(3), attempts = attempts + 1
         WHERE id = ? AND gen = ? AND status = 'scheduled' AND due_at <= UTC_TIMESTAMP(3)`,
        [job.id, job.gen],
      );
      if (taken === 0) return false;
      const listener = this.registry.listener(job.kind);
      if (listener) {
        const event = await this.events.find(tx, job.subjectId);
        if (event) await listener(tx, event);
        return true;
      }
      const work = this.registry.work(job.kind);
      if (!work) throw new Error(`no handler for ${job.kind}`);
      await work(tx, job);
      return true;
    });
  }

  /** A failed job waits longer each time; after the last attempt it stays as `failed`, for a person to look at. */
  private async putBack(job: DueJob, error: Error): Promise<void> {
    // A database error quotes values; its number tells enough.
    const { errno } = driverFault(error);
    const cause = errno ? `database error ${errno}` : `${error.name} ${error.message.slice(0, 200)}`;
    this.logger.error(`${job.kind} ${job.id}: ${cause}`);
    await this.transactions
      .run((tx) =>
        tx.execute(
          `UPDATE job SET attempts = attempts + (status = 'scheduled'), gen = gen + 1, queued_at = NULL, last_error = ?,
             status = IF(attempts >= ${MAX_ATTEMPTS}, 'failed', 'scheduled'),
             due_at = UTC_TIMESTAMP(3) + INTERVAL LEAST(300, POW(2, attempts)) SECOND
           WHERE id = ? AND gen = ? AND status IN ('scheduled','running')`,
          [cause, job.id, job.gen],
        ),
      )
      .catch(() => undefined); // the database is away: the row is still due and the sweep finds it
  }
}
