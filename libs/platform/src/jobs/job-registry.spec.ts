import { Injectable, Scope, type Provider } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import type { Tx } from '../database/transactions.js';
import { DecoratedMethods } from '../decorated-methods.js';
import { definedEvents, defineEvent, type RecordedEvent } from '../events/define-event.js';
import { definedPeriods } from '../personal-data/retention/periods.js';
import { RETENTION_DAILY, RETENTION_RUN } from '../personal-data/retention/retention.js';
import { HandlesJob, HandlesLongJob, OnEvent, ProvidesHandlers, declaredListeners, type Handler } from './handlers.js';
import { JobRegistry } from './job-registry.js';
import { definedJobs, type DueJob } from './jobs.js';

const LampMended = defineEvent<{ lamps: number }>('LampMended', { visibility: 'public' });
const LampBroken = defineEvent<{ by: string }>('LampBroken', { visibility: 'internal' });
// Other specs of the same process ask for the platform's own events.
for (const { name } of [LampMended, LampBroken]) (definedEvents() as Map<string, unknown>).delete(name);

const seen: string[] = [];

@Injectable()
class Nightly {
  private readonly name = 'nightly';

  @HandlesJob(RETENTION_DAILY)
  async wake(_: Tx, { subjectId }: DueJob): Promise<void> {
    seen.push(`${this.name} ${subjectId}`);
  }

  @HandlesLongJob(RETENTION_RUN)
  async run(_: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    await keepAlive();
  }
}

@Injectable()
class Lamps {
  @OnEvent([LampMended, LampBroken], { name: 'spec.lamps' })
  @OnEvent([LampBroken], { name: 'spec.broken' })
  async count(_: Tx, event: RecordedEvent<{ lamps: number } | { by: string }>): Promise<void> {
    seen.push(event.name);
  }
}

/** Handles whatever the process has defined, except what the decorators of this spec handle. */
@Injectable()
class Rest {
  @ProvidesHandlers()
  handlers(): Handler[] {
    const work = async (): Promise<void> => undefined;
    return [
      ...definedJobs()
        .filter((job) => job !== RETENTION_DAILY && job !== RETENTION_RUN)
        .map((job) => ({ job, work })),
      ...declaredListeners()
        .filter((name) => !name.startsWith('spec.'))
        .map((listener) => ({ listener, events: [], listen: work })),
      ...[...definedPeriods()]
        .filter(([, { due, erase }]) => due && !erase)
        .map(([period]) => ({ period, erase: async () => 0 })),
    ];
  }
}

async function start(...providers: Provider[]): Promise<JobRegistry> {
  class Worker {}
  const app = await NestFactory.createApplicationContext(
    { module: Worker, imports: [DiscoveryModule], providers: [DecoratedMethods, JobRegistry, ...providers] },
    { logger: false, abortOnError: false },
  );
  return app.get(JobRegistry);
}
const provide = (...handlers: Handler[]): Provider => {
  class More {
    handlers(): Handler[] {
      return handlers;
    }
  }
  ProvidesHandlers()(More.prototype, 'handlers', Object.getOwnPropertyDescriptor(More.prototype, 'handlers')!);
  return { provide: Symbol('more'), useClass: More };
};
const work = async (): Promise<void> => undefined;

describe('the registry of handlers', () => {
  it('finds decorated methods and calls them on their providers', async () => {
    const registry = await start(Nightly, Lamps, Rest);
    registry.assertComplete();
    await registry.work(RETENTION_DAILY)!({} as Tx, { subjectId: 'tonight' } as DueJob);
    expect(seen.splice(0)).toEqual(['nightly tonight']);
    let beats = 0;
    await registry.longWork(RETENTION_RUN)!({} as DueJob, async () => void (beats += 1));
    expect(beats).toBe(1);
  });

  it('delivers an event to every listener that a method declares', async () => {
    const registry = await start(Nightly, Lamps, Rest);
    expect(registry.kindsFor('LampMended')).toEqual(['event:spec.lamps']);
    expect(registry.kindsFor('LampBroken').toSorted()).toEqual(['event:spec.broken', 'event:spec.lamps']);
    await registry.listener('event:spec.broken')!({} as Tx, { name: 'LampBroken' } as RecordedEvent<object>);
    expect(seen.splice(0)).toEqual(['LampBroken']);
    expect(registry.listener('spec.broken')).toBeUndefined();
  });

  it('finds a provider once that has two names', async () => {
    const registry = await start(Nightly, { provide: 'alias', useExisting: Nightly }, Lamps, Rest);
    expect(() => registry.assertComplete()).not.toThrow();
  });

  it('keeps what a job does after its last attempt', async () => {
    const registry = await start(provide({ longJob: RETENTION_RUN, longWork: work, givenUp: work }));
    expect(registry.givenUp(RETENTION_RUN)).toBe(work);
    expect(registry.givenUp(RETENTION_DAILY)).toBeUndefined();
  });

  it('misses the jobs and listeners of a class that is no provider', async () => {
    const registry = await start(Rest);
    const missing = `No handler for: ${RETENTION_DAILY}, ${RETENTION_RUN}, spec.lamps, spec.broken`;
    expect(() => registry.assertComplete()).toThrow(missing);
  });

  it('misses the handlers of a provider that is made for each request', async () => {
    const registry = await start({ provide: Nightly, useClass: Nightly, scope: Scope.REQUEST }, Lamps, Rest);
    expect(() => registry.assertComplete()).toThrow(`No handler for: ${RETENTION_DAILY}, ${RETENTION_RUN}`);
  });

  it('refuses two handlers of one job', async () => {
    await expect(start(Nightly, provide({ job: RETENTION_RUN, work }))).rejects.toThrow('has two handlers');
  });

  it('refuses a handler of an undefined job', async () => {
    await expect(start(provide({ job: 'lamp.mend', work }))).rejects.toThrow('lamp.mend is handled but not defined');
  });

  it('refuses two listeners with one name', async () => {
    const listener = { listener: 'spec.lamps', events: [LampBroken], listen: work };
    await expect(start(Lamps, provide(listener))).rejects.toThrow('Two listeners are called spec.lamps');
  });

  it('refuses a step for a period that is undefined or needs none', async () => {
    await expect(start(provide({ period: 'lamps', erase: async () => 0 }))).rejects.toThrow('takes no handler');
  });

  it('checks the types of decorated methods', () => {
    // For the compiler only: nothing calls it.
    const declareWrongly = (): unknown =>
      class {
        // @ts-expect-error: a lamp is counted, and the second event has no lamps.
        @OnEvent([LampMended, LampBroken], { name: 'spec.wrong' })
        async count(_: Tx, { data }: RecordedEvent<{ lamps: number }>): Promise<void> {
          expect(data.lamps).toBe(1);
        }

        // @ts-expect-error: a job is no number.
        @HandlesJob(RETENTION_DAILY)
        async wake(_: Tx, job: number): Promise<void> {
          expect(job).toBe(1);
        }

        // @ts-expect-error: a long job has no transaction.
        @HandlesLongJob(RETENTION_RUN)
        async run(tx: Tx): Promise<void> {
          await tx.now();
        }

        // @ts-expect-error: a text is no list of handlers.
        @ProvidesHandlers()
        handlers(): string {
          return RETENTION_RUN;
        }
      };
    expect(declareWrongly).toBeTypeOf('function');
  });
});
