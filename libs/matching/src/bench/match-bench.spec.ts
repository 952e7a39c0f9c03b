import { describe, expect, it } from 'vitest';
import { benchMatching } from './match-bench.js';

describe('the plan of a generated town', () => {
  it.each([
    [1, false],
    [2, false],
    [1, true],
    [2, true],
  ])('of 200 wishes and 500 volunteers is optimal (seed %i, tight: %s)', async (seed, isTight) => {
    const bench = await benchMatching({ wishes: 200, volunteers: 500, seed, isTight }, 20);
    expect(bench.violations).toBe(0);
    expect(bench.objective).toBe(bench.optimum);
    expect(bench.objective).toBeGreaterThan(bench.greedy);
    expect(bench.objective).toBeGreaterThan(bench.firstCome);
    expect(bench.assigned).toBeGreaterThan(0);
  });

  it.each([false, true])(
    'of 5,000 wishes and 20,000 volunteers violates no constraint (tight: %s)',
    async (isTight) => {
      const bench = await benchMatching({ wishes: 5_000, volunteers: 20_000, seed: 1, isTight }, 20);
      expect(bench.edges).toBeGreaterThan(90_000);
      expect(bench.violations).toBe(0);
      expect(bench.objective).toBeGreaterThan(bench.greedy);
      expect(bench.optimum).toBeNull();
    },
  );

  it('is the same for the same seed', async () => {
    const size = { wishes: 300, volunteers: 200, seed: 7, isTight: false };
    const [one, other] = [await benchMatching(size, 20, false), await benchMatching(size, 20, false)];
    expect([other.objective, other.assigned, other.edges]).toEqual([one.objective, one.assigned, one.edges]);
  });
});
