import type { Transactions } from '../database/transactions.js';
import type { LongWork } from './job-registry.js';
import type { DueJob } from './jobs.js';
import { Ticker } from './ticker.js';

const LEASE = 'lease_until = UTC_TIMESTAMP(3) + INTERVAL 30 SECOND';
const RENEW_EVERY_MS = 8_000;
/** A work that has said nothing for so long is taken to hang: its lease is left to run out. */
const SILENT_MS = 120_000;

/** What this process is doing under a lease, and when each of them was last heard of, in the process's own time. */
const inHand = new Map<DueJob, number>();
const isHeard = (job: DueJob): boolean => performance.now() - (inHand.get(job) ?? -Infinity) < SILENT_MS;

/** The jobs that this process holds and that are alive, whatever their rows say: a process under load is late to renew its
 *  leases and must not take its own work away from itself. */
export const jobsInHand = (): string[] => [...inHand.keys()].filter(isHeard).map(({ id }) => id);

/** The lease ran out while the work went on, and the job begins again elsewhere. Nothing is wrong with the job. */
export class LeaseLost extends Error {
  constructor() {
    super('the lease ran out; another worker has the job');
  }
}

/** Does a long job under a lease, wherever it is called. The lease is renewed in the background while the work calls
 *  `keepAlive` at least every two minutes. False when the job is not due, or when another worker has it, or has it by now; a lease
 *  that runs out lets a worker begin again. `keepAlive` throws LeaseLost when that has happened. */
export async function runLeased(transactions: Transactions, job: DueJob, work: LongWork): Promise<boolean> {
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
  const renewal = new Ticker(
    RENEW_EVERY_MS,
    async () => (isHeard(job) ? update(LEASE, `status = 'running'`) : 0),
    () => undefined, // the database is away; the work itself meets that
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
