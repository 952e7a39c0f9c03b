import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Transactions } from '../database/transactions.js';
import type { JobLane } from './job-codes.js';
import { PollingLoop } from './polling-loop.js';

/** Redis holds minutes, not months: only jobs that are due within this time are queued. */
const HORIZON_S = 15 * 60;
/** The maximum number of jobs queued at one time that become due within the horizon. */
const SOON_LIMIT = 1_000;
/** The queue is kept short, so that a job that is due now never waits behind thousands; the rest waits in the database. */
const MOST_WAITING = 200;
/** The queue has lost a job that is overdue by this much; it runs directly from the database. */
const SWEEP_AFTER_S = 2;
const SWEEP_EVERY_MS = 500;
const SWEEP_LIMIT = 120;
/** One part in this many of each batch goes to the jobs that became due last, so that a class with a backlog still runs
 *  new jobs in time. The oldest jobs get the rest. */
const NEWEST_SHARE = 4;
/** Jobs of a class that one worker runs at a time, for each of its two paths: queue and sweep. */
const AT_ONCE: Record<JobLane, number> = { deadline: 6, interactive: 4, listener: 6, bulk: 4 };

export interface QueuedJob {
  id: string;
  gen: number;
}

interface LaneParts {
  /** The connection that adds jobs to the queue; all lanes share it. */
  redis: Redis;
  redisUrl: string;
  transactions: Transactions;
  ring: (job: QueuedJob) => Promise<void>;
  failed: (error: Error) => void;
}

/** One class of jobs: its queue, its workers, its sweep. It delays no other class. */
export class Lane {
  private readonly queue: Queue;
  private readonly worker: Worker;
  private readonly sweeper: PollingLoop;
  private readonly swept = new Set<Promise<void>>();

  constructor(
    readonly name: JobLane,
    private readonly parts: LaneParts,
  ) {
    const quiet = (): void => undefined; // the sweep covers an unreachable Redis; readiness reports it
    const queueName = `micro-wish-${name}`;
    this.queue = new Queue(queueName, { connection: parts.redis });
    this.queue.on('error', quiet);
    this.worker = new Worker(queueName, async ({ data }) => parts.ring(data as QueuedJob), {
      connection: { url: parts.redisUrl, maxRetriesPerRequest: null, connectTimeout: 3_000 },
      concurrency: AT_ONCE[name],
      lockDuration: 10_000,
      stalledInterval: 5_000,
      maxStalledCount: 3,
    });
    this.worker.on('error', quiet);
    this.sweeper = new PollingLoop(SWEEP_EVERY_MS, () => this.sweep(), parts.failed);
    this.sweeper.start();
  }

  /** Queues due jobs as far as the queue has room, and jobs that are due soon with a delay. */
  async feed(): Promise<void> {
    const room = Math.max(0, MOST_WAITING - (await this.queue.getWaitingCount()));
    const unqueued = `FROM job WHERE status = 'scheduled' AND lane = ? AND queued_at IS NULL`;
    const newest = Math.ceil(room / NEWEST_SHARE);
    const near = await this.parts.transactions.rows<QueuedJob & { waitMs: number }>(
      `(SELECT id, gen, 0 AS wait_ms ${unqueued} AND due_at <= UTC_TIMESTAMP(3) ORDER BY due_at DESC LIMIT ${newest})
       UNION (SELECT id, gen, 0 ${unqueued} AND due_at <= UTC_TIMESTAMP(3) ORDER BY due_at LIMIT ${room - newest})
       UNION ALL (SELECT id, gen, TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), due_at) DIV 1000 ${unqueued}
         AND due_at > UTC_TIMESTAMP(3) AND due_at < UTC_TIMESTAMP(3) + INTERVAL ${HORIZON_S} SECOND ORDER BY due_at LIMIT ${SOON_LIMIT})`,
      [this.name, this.name, this.name],
    );
    if (near.length === 0) return;
    await this.queue.addBulk(
      near.map(({ id, gen, waitMs }) => ({
        name: 'due',
        data: { id, gen },
        opts: { jobId: `job-${id}-g${gen}`, delay: Number(waitMs) + 5, removeOnComplete: true, removeOnFail: true },
      })),
    );
    await this.parts.transactions.run((tx) =>
      tx.execute(`UPDATE job SET queued_at = UTC_TIMESTAMP(3) WHERE id IN (?) AND status = 'scheduled'`, [
        near.map(({ id }) => id),
      ]),
    );
  }

  /** Takes no new work and finishes running work. */
  async stop(): Promise<void> {
    await Promise.all([this.sweeper.stop(), this.worker.close(), Promise.allSettled(this.swept)]);
  }

  async close(): Promise<void> {
    await this.queue.close();
  }

  /** Ends when all jobs that it found have started: a long job occupies one slot of its class and nothing else. */
  private async sweep(): Promise<void> {
    const overdue = `FROM job WHERE status = 'scheduled' AND lane = ? AND due_at < UTC_TIMESTAMP(3) - INTERVAL ${SWEEP_AFTER_S} SECOND`;
    const newest = Math.ceil(SWEEP_LIMIT / NEWEST_SHARE);
    const found = await this.parts.transactions.rows<QueuedJob>(
      `(SELECT id, gen ${overdue} ORDER BY due_at DESC LIMIT ${newest})
       UNION (SELECT id, gen ${overdue} ORDER BY due_at LIMIT ${SWEEP_LIMIT - newest})`,
      [this.name, this.name],
    );
    for (const job of found) {
      while (this.swept.size >= AT_ONCE[this.name]) await Promise.race(this.swept);
      if (this.sweeper.isStopped) return;
      const work: Promise<void> = this.parts
        .ring(job)
        .catch(this.parts.failed)
        .finally(() => this.swept.delete(work));
      this.swept.add(work);
    }
  }
}
