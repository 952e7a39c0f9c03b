import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageBand } from '#libs/platform';
import type { Category } from '#libs/wishes';
import { Cells, SMALLEST_CELL, showToPublic, type OpenWish } from './public-wish.js';

const COMMUNITIES = ['/D/A/A1/', '/D/A/A2/', '/D/B/B1/'];
const CATEGORIES: Category[] = ['repairs', 'health', 'school'];

const wishes = fc
  .array(
    fc.record({
      communityPath: fc.constantFrom(...COMMUNITIES),
      category: fc.constantFrom(...CATEGORIES),
      // Few ages, so that cells of five come about.
      age: fc.option(fc.oneof(fc.constantFrom(13, 14, 17, 18, 19, 72, 75), fc.nat(100)), { nil: null }),
    }),
    { maxLength: 120, size: 'max' },
  )
  .map((all) => all.map((one, at) => ({ ...FIXED, ...one, unitName: one.communityPath, id: String(at) })));
const FIXED: Omit<OpenWish, 'id' | 'communityPath' | 'category' | 'age' | 'unitName'> = {
  code: 'MW-7KQ2-M4XA',
  publicText: '家里的吊扇坏了',
  kind: 'service',
  urgency: 'normal',
  helpersNeeded: 1,
  placesTaken: 0,
  openedAt: new Date(0),
};
const cellsOf = (all: OpenWish[]): Cells => {
  const cells = new Cells();
  for (const wish of all) cells.add(wish);
  return cells;
};

describe('how a wish is shown to the public', () => {
  it('has no cell of community, age band and category below five, and no age band of minors', () => {
    let shownBands = 0;
    fc.assert(
      fc.property(wishes, (all) => {
        const cells = cellsOf(all);
        const sizes = new Map<string, number>();
        for (const wish of all) {
          const { unitName, ageBand: band, category } = showToPublic(wish, cells);
          if (band === null) continue;
          shownBands += 1;
          expect(wish.age).toBeGreaterThanOrEqual(18);
          expect(band).toBe(ageBand(wish.age));
          const cell = [unitName, band, category].join('|');
          sizes.set(cell, (sizes.get(cell) ?? 0) + 1);
        }
        for (const [cell, size] of sizes) expect(size, cell).toBeGreaterThanOrEqual(SMALLEST_CELL);
      }),
      { numRuns: 500 },
    );
    expect(shownBands, 'the sets held no cell of five').toBeGreaterThan(0);
  });

  it('is the same with every filter', () => {
    fc.assert(
      fc.property(wishes, (all) => {
        const cells = cellsOf(all);
        const whole = new Map(all.map((wish) => [wish.id, showToPublic(wish, cells)]));
        for (const communityPath of COMMUNITIES)
          for (const category of CATEGORIES)
            for (const wish of all.filter((one) => one.communityPath === communityPath && one.category === category))
              expect(showToPublic(wish, cells)).toEqual(whole.get(wish.id));
        for (const card of whole.values())
          expect(Object.keys(card)).not.toEqual(expect.arrayContaining(['age', 'communityPath']));
      }),
    );
  });

  it('includes the community, and an age band from five wishes on', () => {
    const old = {
      ...FIXED,
      id: '1',
      communityPath: '/D/A/A1/',
      category: 'repairs',
      age: 72,
      unitName: '沥苑社区',
    } as const;
    const cells = new Cells();
    for (let n = 1; n <= 6; n += 1) {
      cells.add(old);
      expect(showToPublic(old, cells)).toMatchObject({ unitName: '沥苑社区', ageBand: n >= 5 ? '70-79' : null });
    }
  });
});
