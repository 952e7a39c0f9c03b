import { describe, expect, it } from 'vitest';
import type { Transactions } from '../database/transactions.js';
import type { DueJob } from './jobs.js';
import { LeaseLost, jobsInHand, runWithLease } from './leased-job.js';

/** One row of the table of jobs, which answers conditional updates as the database does. */
function row() {
  const state = { gen: 1, status: 'scheduled' };
  const execute = async (sql: string, [, gen]: [string, number]): Promise<number> => {
    const wanted = /status = '(\w+)'(?: AND due_at[^']*)?$/.exec(sql)![1];
    if (state.gen !== gen || state.status !== wanted) return 0;
    const set = /SET status = '(\w+)'/.exec(sql)?.[1];
    if (set) state.status = set;
    return 1;
  };
  const transactions = { run: (work: (tx: unknown) => unknown) => work({ execute }) } as unknown as Transactions;
  return { state, transactions };
}
const job = (id: string): DueJob => ({ id, kind: 'k', subjectId: id, gen: 1, dueAt: new Date(0) });

describe('a job under a lease', () => {
  it('is in hand while it is worked on, whatever its row says, and not afterwards', async () => {
    const { state, transactions } = row();
    const done = await runWithLease(transactions, job('a'), async () => {
      expect(jobsInHand()).toContain('a');
    });
    expect(done).toBe(true);
    expect(state.status).toBe('done');
    expect(jobsInHand()).toEqual([]);
  });

  it('ends its work when another worker has begun it again, and is not called done', async () => {
    const { state, transactions } = row();
    const ended = runWithLease(transactions, job('b'), async (_, keepAlive) => {
      Object.assign(state, { gen: 2, status: 'scheduled' });
      await keepAlive();
    });
    await expect(ended).rejects.toBeInstanceOf(LeaseLost);
    expect(state).toEqual({ gen: 2, status: 'scheduled' });
    expect(jobsInHand()).toEqual([]);
  });

  it('that went on to its end after the lease was lost leaves the row to its present holder', async () => {
    const { state, transactions } = row();
    const done = await runWithLease(transactions, job('c'), async () => {
      Object.assign(state, { gen: 2, status: 'running' });
    });
    expect(done).toBe(false);
    expect(state).toEqual({ gen: 2, status: 'running' });
  });
});
