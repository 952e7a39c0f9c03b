import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';
import type { DataOf, EventKind, RecordedEvent } from '../events/define-event.js';
import { LISTENER_KIND, definedJobs, type DueJob } from './jobs.js';

/** A job whose whole effect is one transaction; it commits together with the mark that the job is done. */
export type JobWork = (tx: Tx, job: DueJob) => Promise<void>;

/** A job that takes long and makes its own transactions. It must be able to start over: a lost lease runs it again.
 *  `keepAlive` renews the lease; call it at least every ten seconds. */
export type LongWork = (job: DueJob, keepAlive: () => Promise<void>) => Promise<void>;

/** What a listener does after one of its events. It takes effect once, even if the event is delivered several times. */
export type Listener<Data = object> = (tx: Tx, event: RecordedEvent<Data>) => Promise<void>;

/** Maps kinds of jobs to their handlers. Every library's jobs module fills it while the worker starts. */
@Injectable()
export class JobRegistry {
  private readonly works = new Map<string, JobWork>();
  private readonly longWorks = new Map<string, LongWork>();
  private readonly givenUps = new Map<string, JobWork>();
  readonly purges: string[] = [
    'DELETE FROM upload WHERE uploaded_at < UTC_TIMESTAMP(3) - INTERVAL 2 DAY LIMIT 500',
    `DELETE FROM job WHERE kind LIKE 'event:%' AND status = 'done' AND finished_at < UTC_TIMESTAMP(3) - INTERVAL 30 DAY LIMIT 500`,
  ];
  private readonly listeners = new Map<string, { events: ReadonlySet<string>; listen: Listener }>();

  on(kind: string, work: JobWork): void {
    this.refuseSecond(kind);
    this.works.set(kind, work);
  }

  /** `givenUp` runs when the last attempt has failed, in the transaction that marks the job as failed. It moves the subject
   *  to a state from which a person can act. */
  onLong(kind: string, work: LongWork, givenUp?: JobWork): void {
    this.refuseSecond(kind);
    this.longWorks.set(kind, work);
    if (givenUp) this.givenUps.set(kind, givenUp);
  }

  /** `name`: unique and stable, since deliveries are recorded under it. */
  listen<E extends EventKind>(name: string, events: readonly E[], listen: Listener<DataOf<E>>): void {
    if (this.listeners.has(name)) throw new Error(`Two listeners are called ${name}`);
    this.listeners.set(name, { events: new Set(events.map((event) => event.name)), listen: listen as Listener });
  }

  /** Registers rows to delete every hour: a DELETE of at most 500 rows. */
  purge(sql: string): void {
    if (!/^DELETE FROM \w+ WHERE .+ LIMIT 500$/s.test(sql)) throw new Error(`not a purge: ${sql}`);
    this.purges.push(sql);
  }

  work(kind: string): JobWork | undefined {
    return this.works.get(kind);
  }

  longWork(kind: string): LongWork | undefined {
    return this.longWorks.get(kind);
  }

  givenUp(kind: string): JobWork | undefined {
    return this.givenUps.get(kind);
  }

  listener(kind: string): Listener | undefined {
    return kind.startsWith(LISTENER_KIND) ? this.listeners.get(kind.slice(LISTENER_KIND.length))?.listen : undefined;
  }

  /** The kinds of jobs that deliver an event to its listeners. */
  kindsFor(eventName: string): string[] {
    return [...this.listeners].filter(([, { events }]) => events.has(eventName)).map(([name]) => LISTENER_KIND + name);
  }

  /** Throws unless every defined job has its handler. */
  assertComplete(): void {
    const handled = new Set([...this.works.keys(), ...this.longWorks.keys()]);
    const missing = definedJobs().filter((kind) => !handled.has(kind));
    if (missing.length > 0) throw new Error(`No handler for: ${missing.join(', ')}`);
  }

  private refuseSecond(kind: string): void {
    if (!definedJobs().includes(kind)) throw new Error(`The job ${kind} is handled but not defined`);
    if (this.works.has(kind) || this.longWorks.has(kind)) throw new Error(`The job ${kind} has two handlers`);
  }
}
