/** Runs work repeatedly until it is stopped, about `everyMs` after the last run ended, never twice at once. The jitter keeps
 *  processes from running at the same moment. */
export class PollingLoop {
  private timer?: NodeJS.Timeout;
  private ticking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<unknown>,
    private readonly failed: (error: Error) => void,
  ) {}

  get isStopped(): boolean {
    return this.stopped;
  }

  start(): void {
    if (this.stopped) return;
    this.timer = setTimeout(
      () => {
        this.ticking = this.work()
          .then(() => undefined, this.failed)
          .finally(() => this.start());
      },
      this.everyMs * (0.8 + Math.random() * 0.4),
    );
  }

  /** Resolves when the running work is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.ticking;
  }
}
