import type { Reader } from '../database/transactions.js';
import { JOB_LANES, type JobLane } from './job-codes.js';

export interface JobAge {
  lane: JobLane;
  /** Jobs that are due and not done. */
  due: number;
  /** How long the oldest of them has waited; 0 where none is due. */
  oldestDueSeconds: number;
}

/** How many jobs of every class are due, and since when: the figures that show a backlog. */
export async function jobAges(reader: Reader): Promise<JobAge[]> {
  const rows = await reader.rows<{ lane: JobLane; due: number; oldestDueSeconds: number }>(
    `SELECT lane, COUNT(*) AS due, GREATEST(0, TIMESTAMPDIFF(SECOND, MIN(due_at), UTC_TIMESTAMP(3))) AS oldest_due_seconds
     FROM job WHERE status = 'scheduled' AND lane IN (?) AND due_at <= UTC_TIMESTAMP(3) GROUP BY lane`,
    [JOB_LANES], // named, so that the index is read by class and due time and not row by row
  );
  const found = new Map(rows.map((row) => [row.lane, row]));
  return JOB_LANES.map((lane) => ({
    lane,
    due: Number(found.get(lane)?.due ?? 0),
    oldestDueSeconds: Number(found.get(lane)?.oldestDueSeconds ?? 0),
  }));
}
