import { TooManyRequests } from '#libs/platform';

export interface FairQueueLimits {
  /** Works done at one time. */
  atOnce: number;
  /** Works that one key may have waiting. */
  mostPerKey: number;
  /** Works that may wait together. */
  most: number;
}

const RETRY_AFTER_S = 10;

/** Does works a few at a time and gives every key its turn in a circle: a key with a hundred works waits behind a key with
 *  one, never the other way round. Above the limits it refuses with TOO_MANY_REQUESTS instead of letting anything wait. */
export class FairQueue {
  private running = 0;
  private waiting = 0;
  /** Keys in the order of their next turn; each with what it waits to do. */
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

  /** The place goes to the key whose turn is next; that key then stands at the end of the circle. */
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
