import type { Duration } from '../calendar/working-time.js';
import type { Permission } from '../permissions.js';
import { ESCALATES, defineJob } from '../jobs/jobs.js';
import type { Words } from '../problems.js';
import { registerNotice, type Addressees } from './notices.js';

/** Who is notified when a deadline passed this long ago and still nothing has happened. */
export interface EscalationStep<Role extends string = string> {
  after: Duration;
  roles: readonly Role[];
}

/** How the work queue lists what waits. Fragments of SQL; the person's scope is applied to `w.unit_path`. */
export interface WorkQueueEntry {
  /** Who handles it. */
  permission: Permission;
  /** The waiting rows, joined to their case as `w`. */
  from: string;
  /** The column with the deadline's subject. */
  subject: string;
  /** Which rows wait. */
  where: string;
  /** Not listed for the person in this column. */
  notFor?: string;
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
  /** Its entry in the work queue, under the deadline's name and title. */
  readonly workQueue?: WorkQueueEntry;
}

export interface DeadlineOptions {
  title: Words;
  length: Duration | null;
  notice?: Addressees & { text: Words };
  /** The deadline of which this is another length, for some of its subjects; it has no job of its own. */
  variantOf?: Deadline;
  escalation?: readonly EscalationStep[];
  workQueue?: WorkQueueEntry;
}

const deadlines = new Map<string, Deadline>();

/** Registers a deadline and its job. */
export function registerDeadline(name: string, options: DeadlineOptions): Deadline {
  const { title, length, notice, escalation = [], variantOf, workQueue } = options;
  const deadline = { name, title, length, escalation, hasNotice: notice !== undefined, workQueue };
  if (!variantOf) defineJob(name, 'deadline');
  if (escalation.length > 0) defineJob(escalationOf(name), 'deadline');
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
