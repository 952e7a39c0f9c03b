import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { processorMs, startThread } from './thread-time.js';

describe('the processor time of a thread', () => {
  it.runIf(process.platform === 'linux')('counts neither waiting nor other threads', async () => {
    const run = (script: string) => startThread(() => new Worker(script, { eval: true }));
    const busy = run('for (;;);');
    const idle = run('setInterval(() => {}, 1000)');
    await new Promise((resolve) => idle.started.once('online', resolve));
    const before = processorMs(idle.thread)!;
    while (processorMs(busy.thread)! < 500) await new Promise((resume) => setTimeout(resume, 20));
    expect(processorMs(idle.thread)! - before).toBeLessThan(processorMs(busy.thread)!);
    await Promise.all([busy.started.terminate(), idle.started.terminate()]);
  });

  it('is unknown on systems without this figure', () => {
    expect(processorMs(undefined)).toBeUndefined();
    expect(processorMs('0')).toBeUndefined();
  });
});
