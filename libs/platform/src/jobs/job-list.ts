import type { Reader, Tx } from '../database/transactions.js';
import type { JobStatus } from './job-codes.js';
import type { DueJob } from './jobs.js';

/** The job of a kind for a subject, in any state. */
export function findJob(
  reader: Reader,
  kind: string,
  subjectId: string,
): Promise<(DueJob & { status: JobStatus }) | undefined> {
  return reader.row('SELECT id, kind, subject_id, gen, due_at, status FROM job WHERE kind = ? AND subject_id = ?', [
    kind,
    subjectId,
  ]);
}

/** How many jobs of each kind wait, run, have failed, and are overdue. */
export async function countJobs(
  reader: Reader,
): Promise<{ kind: string; scheduled: number; running: number; failed: number; overdue: number }[]> {
  const rows = await reader.rows<Record<'scheduled' | 'running' | 'failed' | 'overdue', string> & { kind: string }>(
    `SELECT kind, SUM(status = 'scheduled') AS scheduled, SUM(status = 'running') AS running, SUM(status = 'failed') AS failed,
       SUM(status = 'scheduled' AND due_at < UTC_TIMESTAMP(3)) AS overdue
     FROM job WHERE status IN ('scheduled','running','failed') GROUP BY kind ORDER BY kind`,
  );
  return rows.map(({ kind, ...counts }) => ({
    kind,
    scheduled: Number(counts.scheduled),
    running: Number(counts.running),
    failed: Number(counts.failed),
    overdue: Number(counts.overdue),
  }));
}

/** Jobs in a state, earliest due time first; `after`: the due time and id of the last one seen. */
export function listJobs<T>(
  reader: Reader,
  { status, after, limit }: { status: string; after: [dueAt: Date, id: string] | null; limit: number },
): Promise<T[]> {
  return reader.rows<T>(
    `SELECT id, kind, subject_id, status, due_at, attempts, last_error FROM job
     WHERE status = ?${after ? ' AND (due_at > ? OR (due_at = ? AND id > ?))' : ''} ORDER BY due_at, id LIMIT ?`,
    [status, ...(after ? [after[0], after[0], after[1]] : []), limit],
  );
}

/** Queues a failed job again. False when there is no such job, or it has not failed. */
export async function requeueJob(tx: Tx, jobId: string): Promise<boolean> {
  const requeued = await tx.execute(
    `UPDATE job SET status = 'scheduled', gen = gen + 1, attempts = 0, queued_at = NULL, due_at = UTC_TIMESTAMP(3)
     WHERE id = ? AND status = 'failed'`,
    [jobId],
  );
  return requeued > 0;
}
