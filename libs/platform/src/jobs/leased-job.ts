import type { Transactions } from '../database/transactions.js';
import type { LongWork } from './job-registry.js';
import type { DueJob } from './jobs.js';

const LEASE = 'lease_until = UTC_TIMESTAMP(3) + INTERVAL 30 SECOND';

/** Does a long job under a lease that its work renews, wherever it is called. False when the job is not due, or when
 *  somebody else has it; a lease that runs out lets a worker begin again. */
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
  await work(job, async () => {
    const held = await update(LEASE, `status = 'running'`);
    if (held === 0) throw new Error('the lease was lost; another worker has it');
  });
  await update(`status = 'done', finished_at = UTC_TIMESTAMP(3)`, `status = 'running'`);
  return true;
}
