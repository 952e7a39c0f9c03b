import type { Duration } from '../calendar/working-time.js';
import { ESCALATES, defineJob } from '../jobs/jobs.js';
import type { Words } from '../problems.js';
import { registerNotice, type Addressees } from './notices.js';

/** Who is notified when a deadline passed so long ago, and still nothing has happened. */
export interface EscalationStep<Role extends string = string> {
  after: Duration;
  roles: readonly Role[];
}

/** A time limit that the platform keeps. It is a job of the same name; the cause that ends cancels the job. */
export interface Deadline {
  readonly name: string;
  /** What waits, as settings and lists call it. */
  readonly title: Words;
  /** As long as the district has set nothing else; null: the subject says itself when it is due. */
  readonly length: Duration | null;
  /** To whom it escalates by default; none: it does not escalate. */
  readonly escalation: readonly EscalationStep[];
  /** Somebody is notified when it passes. */
  readonly hasNotice: boolean;
}

export interface DeadlineOptions {
  title: Words;
  length: Duration | null;
  notice?: Addressees & { text: Words };
  /** Another length of a deadline, for some of its subjects: it has no job of its own. */
  variantOf?: Deadline;
  escalation?: readonly EscalationStep[];
}

const deadlines = new Map<string, Deadline>();

/** Registers a deadline and its job. */
export function registerDeadline(name: string, options: DeadlineOptions): Deadline {
  const { title, length, notice, escalation = [], variantOf } = options;
  const deadline = { name, title, length, escalation, hasNotice: notice !== undefined };
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
