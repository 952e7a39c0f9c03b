import { Injectable, Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config.js';
import { Libraries } from '../contract.js';
import { driverFault } from '../database/driver-fault.js';
import { Transactions, type Tx } from '../database/transactions.js';
import { EventRelay } from '../events/event-relay.js';
import { Events } from '../events/events.js';
import { metrics } from '../metrics.js';
import { Problem, isRefusal } from '../problems.js';
import { jobAges } from './job-ages.js';
import { JobRegistry } from './job-registry.js';
import { JOB_LANES } from './job-codes.js';
import type { DueJob } from './jobs.js';
import type { Lane, QueuedJob } from './lane.js';
import { jobsInHand, runWithLease } from './leased-job.js';
import { PollingLoop } from './polling-loop.js';

const EPOCH = 'micro-wish:epoch';
const TICK_MS = 250;
const MEASURE_EVERY_MS = 15_000;
const FORGET_EVERY_MS = 3_600_000;
const MAX_ATTEMPTS = 8;
/** How long a job waits that failed because the database or the disk was unavailable. */
const INFRASTRUCTURE_WAIT_S = 15;

/** Executes due jobs. MariaDB holds the truth; Redis is the alarm clock. The feeder queues rows that are due soon, BullMQ
 *  delivers them, and the sweep catches what Redis lost. The conditional UPDATE of the row makes each job run once, never
 *  early by the database's clock. Each class of jobs has a lane of its own. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger('jobs');
  private redis?: Redis;
  private lanes: Lane[] = [];
  private readonly tickers = [
    this.ticker('events', TICK_MS, (ticker) => this.seal(ticker)),
    this.ticker('feed', TICK_MS, () => this.feed()),
    this.ticker('leases', TICK_MS, () => this.freeLostLeases()),
    this.ticker('measure', MEASURE_EVERY_MS, () => this.measure()),
    this.ticker('forget', TICK_MS, (ticker) => this.forget(ticker)),
  ];
  private epochSeen = false;
  private forgotAt = -Infinity;

  constructor(
    private readonly config: Config,
    private readonly transactions: Transactions,
    private readonly registry: JobRegistry,
    private readonly libraries: Libraries,
    private readonly relay: EventRelay,
    private readonly events: Events,
  ) {}

  /** Loads the queues here, because every program has this class and only the worker starts it. */
  async start(): Promise<void> {
    this.registry.assertComplete();
    const { Lane } = await import('./lane.js');
    this.redis = new Redis(this.config.redisUrl, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      connectTimeout: 3_000,
      commandTimeout: 3_000,
    }).on('error', () => undefined); // the sweep covers an unreachable Redis; readiness reports it
    const parts = {
      redis: this.redis,
      redisUrl: this.config.redisUrl,
      transactions: this.transactions,
      ring: (job: QueuedJob) => this.ring(job),
    };
    this.lanes = JOB_LANES.map(
      (name) => new Lane(name, { ...parts, failed: ({ message }) => this.logger.warn(`sweep ${name}: ${message}`) }),
    );
    for (const ticker of this.tickers) ticker.start();
  }

  isRedisUp(): boolean {
    return this.redis?.status === 'ready';
  }

  /** Takes no new work, finishes running work, disconnects from Redis. */
  async stop(): Promise<void> {
    const within = (ms: number, work: Promise<unknown>): Promise<unknown> =>
      Promise.race([work.catch(() => undefined), new Promise((resume) => setTimeout(resume, ms).unref())]);
    await within(5_000, Promise.all([...this.tickers, ...this.lanes].map((part) => part.stop())));
    await within(1_000, Promise.all(this.lanes.map((lane) => lane.close())));
    this.redis?.disconnect();
  }

  private ticker(name: string, everyMs: number, work: (ticker: PollingLoop) => Promise<unknown>): PollingLoop {
    const ticker: PollingLoop = new PollingLoop(
      everyMs,
      () => work(ticker),
      ({ message }) => this.logger.warn(`${name}: ${message}`),
    );
    return ticker;
  }

  private async seal(ticker: PollingLoop): Promise<void> {
    while (!ticker.isStopped && (await this.relay.seal()) > 0);
  }

  /** Queues rows that are due soon. After Redis was flushed, everything near is queued again. */
  private async feed(): Promise<void> {
    if (!this.isRedisUp()) {
      this.epochSeen = false;
      return;
    }
    try {
      const epoch = await this.redis!.set(EPOCH, '1', 'NX');
      if (epoch === 'OK' || !this.epochSeen) {
        await this.transactions.run((tx) =>
          tx.execute(`UPDATE job SET queued_at = NULL WHERE status = 'scheduled' AND queued_at IS NOT NULL`),
        );
        this.epochSeen = true;
      }
      await Promise.all(this.lanes.map((lane) => lane.feed()));
    } catch {
      // Redis or the database is unavailable: the sweep does the work as soon as the database answers
    }
  }

  private async freeLostLeases(): Promise<void> {
    const ours = jobsInHand();
    await this.transactions.run((tx) =>
      tx.execute(
        `UPDATE job SET status = 'scheduled', gen = gen + 1, queued_at = NULL
         WHERE status = 'running' AND lease_until < UTC_TIMESTAMP(3)${ours.length > 0 ? ' AND id NOT IN (?)' : ''}`,
        ours.length > 0 ? [ours] : [],
      ),
    );
  }

  /** Sets the metrics that show operators a backlog: how many jobs of each class are due, and for how long. */
  private async measure(): Promise<void> {
    const ages = await jobAges(this.transactions);
    for (const { lane, due, oldestDueSeconds } of ages) {
      metrics.jobsDue.set({ lane }, due);
      metrics.jobsOldestDue.set({ lane }, oldestDueSeconds);
    }
  }

  /** Runs the purges once an hour and in small steps, so that nothing waits for them. Every worker may do so. */
  private async forget(ticker: PollingLoop): Promise<void> {
    if (performance.now() - this.forgotAt < FORGET_EVERY_MS) return;
    this.forgotAt = performance.now();
    for (const sql of this.libraries.contracts.flatMap(({ purges = [] }) => purges)) {
      for (let gone = 500; gone === 500 && !ticker.isStopped;)
        gone = await this.transactions.run((tx) => tx.execute(sql));
    }
  }

  /** Executes one job if its row says that it is due and not done. */
  private async ring({ id, gen }: QueuedJob): Promise<void> {
    const job = await this.transactions.row<DueJob>(
      'SELECT id, kind, subject_id, gen, due_at FROM job WHERE id = ? AND gen = ?',
      [id, gen],
    );
    if (!job) return;
    try {
      const long = this.registry.longWork(job.kind);
      const done = long ? await runWithLease(this.transactions, job, long) : await this.runOnce(job);
      if (done) metrics.jobs.inc({ kind: job.kind, result: 'done' });
    } catch (error) {
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

  /** A failed job waits longer each time. After the last attempt it stays `failed`, for a person to look at. A failure of
   *  the database or the disk does not count as an attempt: the job waits a little and is tried again. */
  private async putBack(job: DueJob, error: Error): Promise<void> {
    const isInfrastructure = error instanceof Problem && !isRefusal(error);
    // A database error quotes values; its number is enough.
    const { errno } = driverFault(error);
    const cause = errno ? `database error ${errno}` : `${error.name} ${error.message.slice(0, 200)}`;
    const set = isInfrastructure
      ? `attempts = attempts - (status = 'running'), status = 'scheduled',
         due_at = UTC_TIMESTAMP(3) + INTERVAL ${INFRASTRUCTURE_WAIT_S} SECOND`
      : `attempts = attempts + (status = 'scheduled'), status = IF(attempts >= ${MAX_ATTEMPTS}, 'failed', 'scheduled'),
         due_at = UTC_TIMESTAMP(3) + INTERVAL LEAST(300, POW(2, attempts)) SECOND`;
    const changed = await this.transactions
      .run(async (tx) => {
        const put = await tx.execute(
          `UPDATE job SET ${set}, gen = gen + 1, queued_at = NULL, last_error = ?
           WHERE id = ? AND gen = ? AND status IN ('scheduled','running')`,
          [cause, job.id, job.gen],
        );
        if (put > 0) await this.giveUp(tx, job);
        return put;
      })
      .catch(() => undefined); // the database is unavailable: the row is still due and the sweep finds it
    if (changed === 0) {
      // The job was started elsewhere, or was done or cancelled meanwhile; its row decides how it goes on.
      this.logger.warn(`${job.kind} ${job.id}: left to its present holder (${cause})`);
      return;
    }
    metrics.jobs.inc({ kind: job.kind, result: isInfrastructure ? 'postponed' : 'failed' });
    this.logger.error(`${job.kind} ${job.id}: ${cause}`);
  }

  /** After the last attempt, runs the handler by which the job's library moves the subject on, if there is one. */
  private async giveUp(tx: Tx, job: DueJob): Promise<void> {
    const givenUp = this.registry.givenUp(job.kind);
    if (givenUp && (await tx.row(`SELECT 1 FROM job WHERE id = ? AND status = 'failed'`, [job.id])))
      await givenUp(tx, job);
  }
}
