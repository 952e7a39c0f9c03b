import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DecoratedMethods } from '../decorated-methods.js';
import { definedPeriods, type RetentionStep } from '../personal-data/retention/periods.js';
import { HANDLERS, declaredListeners, type Handler, type JobWork, type Listener, type LongWork } from './handlers.js';
import { LISTENER_KIND, definedJobs } from './jobs.js';

/** What the worker does, by kind of job, listener and period. Filled at start from the decorated methods of all providers.
 *  The start fails for a second handler and for a handler of something undefined. */
@Injectable()
export class JobRegistry implements OnModuleInit {
  private readonly works = new Map<string, JobWork>();
  private readonly longWorks = new Map<string, LongWork>();
  private readonly givenUps = new Map<string, JobWork>();
  private readonly listeners = new Map<string, { events: ReadonlySet<string>; listen: Listener }>();
  private readonly eraseSteps = new Map<string, RetentionStep>();

  constructor(private readonly methods: DecoratedMethods) {}

  onModuleInit(): void {
    for (const handler of this.methods.entriesOf(HANDLERS).flat()) this.add(handler);
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

  /** The step that erases what has outlived a period. */
  eraseStep(period: string): RetentionStep | undefined {
    return this.eraseSteps.get(period);
  }

  /** Throws unless every defined job, every decorated listener, and every period that needs a step has its handler. */
  assertComplete(): void {
    const isHandled = (kind: string): boolean => this.works.has(kind) || this.longWorks.has(kind);
    const missing = [
      ...definedJobs().filter((kind) => !isHandled(kind)),
      ...declaredListeners().filter((name) => !this.listeners.has(name)),
      ...[...definedPeriods().keys()].filter((name) => needsStep(name) && !this.eraseSteps.has(name)),
    ];
    if (missing.length > 0) throw new Error(`No handler for: ${missing.join(', ')}`);
  }

  private add(handler: Handler): void {
    if ('job' in handler) {
      this.refuseSecond(handler.job);
      this.works.set(handler.job, handler.work);
    } else if ('longJob' in handler) {
      this.refuseSecond(handler.longJob);
      this.longWorks.set(handler.longJob, handler.longWork);
      if (handler.givenUp) this.givenUps.set(handler.longJob, handler.givenUp);
    } else if ('listener' in handler) {
      const { listener: name, events, listen } = handler;
      if (this.listeners.has(name)) throw new Error(`Two listeners are called ${name}`);
      this.listeners.set(name, { events: new Set(events.map((event) => event.name)), listen });
    } else {
      if (!needsStep(handler.period)) throw new Error(`The period ${handler.period} takes no handler`);
      if (this.eraseSteps.has(handler.period)) throw new Error(`The period ${handler.period} has two handlers`);
      this.eraseSteps.set(handler.period, handler.erase);
    }
  }

  private refuseSecond(kind: string): void {
    if (!definedJobs().includes(kind)) throw new Error(`The job ${kind} is handled but not defined`);
    if (this.works.has(kind) || this.longWorks.has(kind)) throw new Error(`The job ${kind} has two handlers`);
  }
}

/** Whether a period is erased by a step of a provider: it says what is due, but not how that is erased. */
function needsStep(name: string): boolean {
  const { due, erase } = definedPeriods().get(name) ?? {};
  return due !== undefined && !erase;
}
