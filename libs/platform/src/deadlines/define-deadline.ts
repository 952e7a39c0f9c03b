import type { Duration } from '../calendar/working-time.js';
import { ESCALATES, defineJob } from '../jobs/jobs.js';
import type { Words } from '../problems.js';
import { defineTask, type Waiting } from '../work-queue/define-task.js';
import { registerNotice, type Addressees } from './notices.js';

/** Who is notified when a deadline passed this long ago and still nothing has happened. */
export interface EscalationStep<Role extends string = string> {
  after: Duration;
  roles: readonly Role[];
}

/** A time limit that the platform tracks. It is a job of the same name; when its cause ends, the job is cancelled. */
export interface Deadline {
  readonly name: string;
  /** What is waiting, as settings and lists name it. */
  readonly title: Words;
  /** Default length, used until the district sets another; null: the subject itself says when it is due. */
  readonly length: Duration | null;
  /** Default escalation steps; empty: it does not escalate. */
  readonly escalation: readonly EscalationStep[];
  /** Whether somebody is notified when it passes. */
  readonly hasNotice: boolean;
}

export interface DeadlineOptions {
  title: Words;
  length: Duration | null;
  notice?: Addressees & { text: Words };
  /** The deadline of which this is another length, for some of its subjects; it has no job of its own. */
  variantOf?: Deadline;
  escalation?: readonly EscalationStep[];
  /** Its entry in the work queue, under the deadline's name and title. */
  workQueue?: Waiting;
}

const deadlines = new Map<string, Deadline>();

/** Registers a deadline and its job. */
export function registerDeadline(name: string, options: DeadlineOptions): Deadline {
  const { title, length, notice, escalation = [], variantOf, workQueue } = options;
  const deadline = { name, title, length, escalation, hasNotice: notice !== undefined };
  if (!variantOf) defineJob(name, 'deadline');
  if (escalation.length > 0) defineJob(escalationOf(name), 'deadline');
  if (workQueue) defineTask(name, { ...workQueue, title, due: { job: name } });
  if (notice) {
    const { text, ...to } = notice;
    registerNotice({ kind: name, text, to });
  }
  deadlines.set(name, deadline);
  return deadline;
}

/** The job that escalates a deadline after it has passed. */
export const escalationOf = (name: string): string => `${name}${ESCALATES}`;

/** Every deadline, by name. */
export const definedDeadlines = (): ReadonlyMap<string, Deadline> => deadlines;
