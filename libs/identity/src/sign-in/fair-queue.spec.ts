import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.js';

/** Works that end when the test says so, one after the other, and write down the order in which they began. */
function bench(limits: ConstructorParameters<typeof FairQueue>[0]) {
  const queue = new FairQueue(limits);
  const begun: string[] = [];
  const open: (() => void)[] = [];
  const refused: string[] = [];
  const add = (key: string, name: string): void => {
    queue
      .run(key, () => {
        begun.push(name);
        return new Promise<void>((end) => open.push(end));
      })
      .catch((error: Error) => refused.push(`${name} ${error.message}`));
  };
  const endOne = async (): Promise<void> => {
    open.shift()?.();
    await new Promise((resume) => setImmediate(resume));
  };
  return { add, endOne, begun, refused, queue };
}

describe('a fair queue', () => {
  it('lets one person’s sign-in pass before a hundred waiting tasks of another', async () => {
    const { add, endOne, begun } = bench({ atOnce: 2, mostPerKey: 200, most: 300 });
    for (let n = 1; n <= 100; n += 1) add('busy', `busy ${n}`);
    add('calm', 'calm');
    await endOne();
    await endOne();
    expect(begun).toEqual(['busy 1', 'busy 2', 'busy 3', 'calm']);
  });

  it('serves keys in turn', async () => {
    const { add, endOne, begun } = bench({ atOnce: 1, mostPerKey: 10, most: 100 });
    for (const name of ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']) add(name[0]!, name);
    for (let n = 0; n < 6; n += 1) await endOne();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  });

  it('refuses tasks of one key above its limit, and accepts them again afterwards', async () => {
    const { add, endOne, begun, refused } = bench({ atOnce: 1, mostPerKey: 2, most: 100 });
    for (const name of ['a1', 'a2', 'a3', 'a4']) add('a', name);
    add('b', 'b1');
    await endOne();
    expect(refused).toEqual(['a4 TOO_MANY_REQUESTS']);
    add('a', 'a5');
    for (let n = 0; n < 4; n += 1) await endOne();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a5']);
  });

  it('refuses all when too many wait together', async () => {
    const { add, endOne, refused } = bench({ atOnce: 1, mostPerKey: 2, most: 3 });
    for (const key of ['a', 'b', 'c', 'd', 'e']) add(key, key);
    await endOne();
    expect(refused).toEqual(['e TOO_MANY_REQUESTS']);
  });

  it('continues after a failed task', async () => {
    const queue = new FairQueue({ atOnce: 1, mostPerKey: 2, most: 2 });
    const failed = queue.run('a', () => Promise.reject(new Error('no')));
    const done = queue.run('b', () => Promise.resolve('done'));
    await expect(failed).rejects.toThrow('no');
    expect(await done).toBe('done');
  });
});
