import { Worker } from 'node:worker_threads';
import type { PlannedWish } from '../score/candidates.js';
import type { MatchPolicy } from '../score/match.policy.js';
import type { VolunteerFacts } from '../score/score.js';
import type { WishPlan } from './plan-of.js';
import type { FromThread, ToThread } from './plan.thread.js';

/** The thread crashed on its input; another attempt would fail in the same way. */
export class PlannerFailed extends Error {}

/** Computes one plan in a worker thread, so that the process stays responsive. Call `add`, read `plan`, then `close`. */
export class Planner {
  private readonly thread = new Worker(new URL('./plan.thread.js', import.meta.url));

  add(people: { wishes: PlannedWish[] } | { volunteers: VolunteerFacts[] }): void {
    this.send(people);
  }

  /** Yields the plan in parts, with progress in between. Throws PlannerFailed when the thread dies. */
  async *plan(policy: MatchPolicy, now: Date): AsyncGenerator<{ done: number; total: number } | { plan: WishPlan[] }> {
    const waiting: FromThread[] = [];
    let wake = (): void => undefined;
    let fault: Error | undefined;
    this.thread.on('message', (message: FromThread) => {
      waiting.push(message);
      wake();
    });
    this.thread.on('error', (error) => {
      fault = new PlannerFailed(error.message);
      wake();
    });
    this.send({ begin: { policy, now } });
    this.send({ next: true });
    for (;;) {
      const message = waiting.shift();
      if (fault) throw fault;
      if (!message) await new Promise<void>((resume) => (wake = resume));
      else if ('plan' in message && message.plan.length === 0) return;
      else {
        yield message;
        if ('plan' in message) this.send({ next: true });
      }
    }
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }

  private send(message: ToThread): void {
    this.thread.postMessage(message);
  }
}
