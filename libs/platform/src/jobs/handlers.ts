import type { Tx } from '../database/transactions.js';
import { Registration, type Decorates } from '../decorated-methods.js';
import type { DataOf, EventKind, RecordedEvent } from '../events/define-event.js';
import type { RetentionStep } from '../personal-data/retention/periods.js';
import type { DueJob } from './jobs.js';

/** A job whose whole effect is one transaction; it commits together with the mark that the job is done. */
export type JobWork = (tx: Tx, job: DueJob) => Promise<void>;

/** A job that takes long and makes its own transactions. It must be able to start over: after a lost lease, it runs again.
 *  The lease is renewed in the background; a job that has not called `keepAlive` for two minutes counts as hung and loses
 *  it. `keepAlive` throws LeaseLost when another worker has the job. */
export type LongWork = (job: DueJob, keepAlive: () => Promise<void>) => Promise<void>;

/** What a listener does after one of its events. It takes effect once, even if the event is delivered several times. */
export type Listener<Data = object> = (tx: Tx, event: RecordedEvent<Data>) => Promise<void>;

/** One thing that the worker does. `givenUp` runs when the last attempt has failed, in the transaction that marks the job as
 *  failed; it moves the subject to a state from which a person can act. `listener`: a unique and stable name, since
 *  deliveries are recorded under it. */
export type Handler =
  | { job: string; work: JobWork }
  | { longJob: string; longWork: LongWork; givenUp?: JobWork }
  | { listener: string; events: readonly EventKind[]; listen: Listener }
  | { period: string; erase: RetentionStep };

export const HANDLERS = new Registration<readonly Handler[]>();

const listeners = new Set<string>();
/** The names of all listeners that decorators declare. */
export const declaredListeners = (): string[] => [...listeners];

/** The method handles the jobs of a kind, each in one transaction. */
export const HandlesJob = (job: string): Decorates<JobWork> => HANDLERS.by<JobWork>((work) => [{ job, work }]);

/** The method handles the jobs of a kind in transactions of its own. */
export const HandlesLongJob = (longJob: string): Decorates<LongWork> =>
  HANDLERS.by<LongWork>((longWork) => [{ longJob, longWork }]);

/** The method listens to events; it must accept the data of each. `name`: unique and stable, since deliveries are recorded
 *  under it. */
export function OnEvent<E extends EventKind>(
  events: readonly E[],
  { name }: { name: string },
): Decorates<Listener<DataOf<E>>> {
  listeners.add(name);
  return HANDLERS.by<Listener<DataOf<E>>>((listen) => [{ listener: name, events, listen: listen as Listener }]);
}

/** The method erases what has outlived a period that declares `due` without `erase`. */
export const ErasesPeriod = (period: string): Decorates<RetentionStep> =>
  HANDLERS.by<RetentionStep>((erase) => [{ period, erase }]);

/** The method returns handlers that are made from data, such as one for each deadline. It is called once, at start. */
export const ProvidesHandlers = (): Decorates<() => readonly Handler[]> =>
  HANDLERS.by<() => readonly Handler[]>((provide) => provide());
