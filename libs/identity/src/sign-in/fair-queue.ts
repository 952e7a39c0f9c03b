import { TooManyRequests } from '#libs/platform';

export interface FairQueueLimits {
  /** Tasks that run at the same time. */
  atOnce: number;
  /** Tasks that may wait for one key. */
  mostPerKey: number;
  /** Tasks that may wait in total. */
  most: number;
}

const RETRY_AFTER_S = 10;

/** Runs a few tasks at a time and serves the keys round-robin: a key with a hundred tasks does not delay a key with one.
 *  Above the limits it throws TOO_MANY_REQUESTS instead of letting a task wait. */
export class FairQueue {
  private running = 0;
  private waiting = 0;
  /** Keys in the order of their next turn, each with its waiting tasks. */
  private readonly turns = new Map<unknown, (() => void)[]>();

  constructor(private readonly limits: FairQueueLimits) {}

  async run<T>(key: unknown, work: () => Promise<T>): Promise<T> {
    if (this.running >= this.limits.atOnce) await this.wait(key);
    else this.running += 1;
    try {
      return await work();
    } finally {
      this.passOn();
    }
  }

  private wait(key: unknown): Promise<void> {
    const own = this.turns.get(key) ?? [];
    if (own.length >= this.limits.mostPerKey || this.waiting >= this.limits.most)
      throw TooManyRequests({ retryAfterSeconds: RETRY_AFTER_S });
    this.waiting += 1;
    this.turns.set(key, own);
    return new Promise((resume) => own.push(resume));
  }

  /** Gives the free place to the key whose turn is next. That key then moves to the end of the queue. */
  private passOn(): void {
    const next = this.turns.entries().next();
    if (next.done) {
      this.running -= 1;
      return;
    }
    const [key, own] = next.value;
    const resume = own.shift()!;
    this.turns.delete(key);
    if (own.length > 0) this.turns.set(key, own);
    this.waiting -= 1;
    resume();
  }
}
