import type { Transactions } from '../database/transactions.js';
import type { LongWork } from './job-registry.js';
import type { DueJob } from './jobs.js';
import { PollingLoop } from './polling-loop.js';

const LEASE = 'lease_until = UTC_TIMESTAMP(3) + INTERVAL 30 SECOND';
const RENEW_EVERY_MS = 8_000;
/** A job that gave no sign of life for this long counts as hung: its lease is left to expire. */
const SILENT_MS = 120_000;

/** The jobs that this process runs under a lease, with the time of their last sign of life on the process's own clock. */
const inHand = new Map<DueJob, number>();
const isHeard = (job: DueJob): boolean => performance.now() - (inHand.get(job) ?? -Infinity) < SILENT_MS;

/** The live jobs that this process holds, regardless of their rows: a process under load renews its leases late, and must
 *  not take its own work away from itself. */
export const jobsInHand = (): string[] => [...inHand.keys()].filter(isHeard).map(({ id }) => id);

/** The lease expired while the work went on, and the job starts again elsewhere. The job itself is not at fault. */
export class LeaseLost extends Error {
  constructor() {
    super('the lease ran out; another worker has the job');
  }
}

/** Runs a long job under a lease. The lease is renewed in the background while the work calls `keepAlive` at least every two
 *  minutes. Returns false when the job is not due, or when another worker has it or has taken it over. After a lease
 *  expires, a worker may start the job again; `keepAlive` then throws LeaseLost. */
export async function runWithLease(transactions: Transactions, job: DueJob, work: LongWork): Promise<boolean> {
  const update = (set: string, where: string): Promise<number> =>
    transactions.run((tx) =>
      tx.execute(`UPDATE job SET ${set} WHERE id = ? AND gen = ? AND ${where}`, [job.id, job.gen]),
    );
  const taken = await update(
    `status = 'running', ${LEASE}, attempts = attempts + 1`,
    `status = 'scheduled' AND due_at <= UTC_TIMESTAMP(3)`,
  );
  if (taken === 0) return false;
  const sign = (): unknown => inHand.set(job, performance.now());
  sign();
  const renewal = new PollingLoop(
    RENEW_EVERY_MS,
    async () => (isHeard(job) ? update(LEASE, `status = 'running'`) : 0),
    () => undefined, // the database is unavailable; the work itself will notice
  );
  renewal.start();
  try {
    await work(job, async () => {
      sign();
      const held = await update(LEASE, `status = 'running'`);
      if (held === 0) throw new LeaseLost();
    });
    return (await update(`status = 'done', finished_at = UTC_TIMESTAMP(3)`, `status = 'running'`)) > 0;
  } finally {
    inHand.delete(job);
    await renewal.stop();
  }
}
