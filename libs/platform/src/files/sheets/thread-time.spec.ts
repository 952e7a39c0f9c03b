import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ownThread, processorMs } from './thread-time.js';

const onLinux = it.runIf(process.platform === 'linux');

describe('the processor time of a thread', () => {
  onLinux('is its own, and does not count what others do or how long it waits', async () => {
    const sleeper = new Worker(
      `const { parentPort } = require('node:worker_threads');
       parentPort.postMessage(require('node:fs').readlinkSync('/proc/thread-self'));
       parentPort.on('message', () => {});`,
      { eval: true },
    );
    const link = await new Promise<string>((resolve) => sleeper.once('message', resolve));
    const stat = `/proc/${link}/stat`;
    const [before, own] = [processorMs(stat)!, processorMs(ownThread())!];
    while (processorMs(ownThread())! - own < 200);
    expect(processorMs(stat)! - before).toBeLessThan(100);
    await sleeper.terminate();
  });

  it('is unknown where nothing tells', () => {
    expect(processorMs(undefined)).toBeUndefined();
    expect(processorMs('/proc/0/task/0/stat')).toBeUndefined();
  });
});
