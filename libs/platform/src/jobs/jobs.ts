import { Injectable } from '@nestjs/common';
import type { Row } from '../database/rows.js';
import type { SqlValue, Tx } from '../database/transactions.js';
import { newId } from '../ids.js';
import type { JobLane } from './job-codes.js';
import type { Job } from './job.entity.js';

/** Prefix of the jobs that deliver an event to a listener; they need no definition. */
export const LISTENER_KIND = 'event:';

/** Suffix of the jobs that escalate a deadline. */
export const ESCALATES = '.escalate';

const defined = new Map<string, JobLane>();

/** Names a job and its class. At start the worker requires exactly one handler for every name. */
export function defineJob<K extends string>(kind: K, lane: JobLane): K {
  if (defined.has(kind)) throw new Error(`The job ${kind} is defined twice`);
  defined.set(kind, lane);
  return kind;
}
export const definedJobs = (): string[] => [...defined.keys()];

function laneOf(kind: string): JobLane {
  const lane = kind.startsWith(LISTENER_KIND) ? 'listener' : defined.get(kind);
  if (!lane) throw new Error(`The job ${kind} is not defined`);
  return lane;
}

export interface NewJob {
  kind: string;
  /** What it is about: a claim, a wish, an event. There is one job of a kind per subject. */
  subjectId: string;
  dueAt: Date;
}

export type DueJob = Row<Job, 'id' | 'kind' | 'subjectId' | 'gen' | 'dueAt'>;

/** Everything that must happen later is a row with a due time, written in the transaction that causes it. The queue
 *  only wakes the worker: it may lose, repeat or deliver early, and the row still decides. */
@Injectable()
export class Jobs {
  /** Creates or reschedules the one job of this kind for this subject. */
  async schedule(tx: Tx, ...jobs: NewJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const columns: SqlValue[] = jobs.flatMap((job) => [newId(), job.kind, laneOf(job.kind), job.subjectId, job.dueAt]);
    await tx.execute(
      `INSERT INTO job (id, kind, lane, subject_id, due_at) VALUES ${jobs.map(() => '(?,?,?,?,?)').join(',')}
       ON DUPLICATE KEY UPDATE lane = VALUES(lane), due_at = VALUES(due_at), gen = gen + 1, status = 'scheduled', queued_at = NULL,
         attempts = 0, last_error = NULL, finished_at = NULL`,
      columns,
    );
  }

  /** Cancels the scheduled jobs of a subject, and their escalations; named kinds only, or all of them. */
  async cancel(tx: Tx, subjectIds: string | string[], kinds?: string[]): Promise<void> {
    const subjects = Array.isArray(subjectIds) ? subjectIds : [subjectIds];
    if (subjects.length === 0) return;
    await tx.execute(
      `UPDATE job SET status = 'cancelled', finished_at = UTC_TIMESTAMP(3)
       WHERE subject_id IN (?) AND status = 'scheduled'${kinds ? ' AND kind IN (?)' : ''}`,
      kinds ? [subjects, kinds.flatMap((kind) => [kind, `${kind}${ESCALATES}`])] : [subjects],
    );
  }
}
