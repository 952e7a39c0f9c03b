import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MATCH_POLICY as policy } from './match.policy.js';
import type { WeeklyWindow } from '#libs/volunteers';
import { distanceBetween, score, windowsMeet, type VolunteerFacts, type WishFacts } from './score.js';

const now = new Date('2026-11-25T02:00:00Z');
const volunteer: VolunteerFacts = {
  id: 'v',
  skills: ['electrical'],
  skillCategories: ['repairs'],
  licences: ['electrician'],
  languages: ['cantonese'],
  homePath: '/D/T/C1/G1/',
  reach: 'town',
  windows: [],
  liked: [],
  disliked: [],
  backAt: null,
  openClaims: 0,
  maxOpenClaims: 3,
};
const wish: WishFacts = {
  id: 'w',
  unitPath: '/D/T/C1/',
  category: 'repairs',
  skill: 'electrical',
  skillCategory: 'repairs',
  licence: 'electrician',
  language: null,
  windows: [],
  isUrgent: false,
  openedAt: new Date('2026-11-21T02:00:00Z'),
};
const windowArb: fc.Arbitrary<WeeklyWindow> = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.nat(1_380), fc.integer({ min: 1, max: 60 }))
  .map(([weekday, fromMin, length]) => ({ weekday, fromMin, untilMin: fromMin + length }));

describe('the score of a pair', () => {
  it('has reasons in order of weight, which add up to it', () => {
    const { points, components, blockers } = score(policy, volunteer, wish, now);
    expect(components).toEqual([
      { signal: 'skill', points: 400, fact: 'electrical' },
      { signal: 'distance', points: 200, fact: 'community' },
      { signal: 'licence', points: 150, fact: 'electrician' },
      { signal: 'waiting', points: 40, fact: 4 },
    ]);
    expect(points).toBe(1_790);
    expect(blockers).toEqual([]);
  });

  it('lists what prevents a match', () => {
    const blocked = (change: Partial<VolunteerFacts>, other: Partial<WishFacts> = {}): string[] =>
      score(policy, { ...volunteer, ...change }, { ...wish, ...other }, now).blockers;
    expect(blocked({ licences: [] })).toEqual(['licence']);
    expect(blocked({ reach: 'grid' })).toEqual(['reach']);
    expect(blocked({ reach: 'community' }, { unitPath: '/D/T/C2/' })).toEqual(['reach']);
    expect(blocked({ openClaims: 3 })).toEqual(['load']);
    expect(blocked({ backAt: new Date(now.getTime() + 1) })).toEqual(['away']);
    expect(blocked({ backAt: now })).toEqual([]);
    const saturday = [{ weekday: 6, fromMin: 540, untilMin: 660 }];
    expect(blocked({ windows: saturday }, { windows: [{ weekday: 7, fromMin: 540, untilMin: 660 }] })).toEqual([
      'time',
    ]);
    expect(blocked({ windows: saturday })).toEqual([]);
    // Missing skills and disliked categories are the volunteer's own decision.
    expect(blocked({ skills: [], disliked: ['repairs'] })).toEqual([]);
  });

  it('is higher for better skills, a shorter distance and a preferred category', () => {
    const worth = (change: Partial<VolunteerFacts>, other: Partial<WishFacts> = {}): number =>
      score(policy, { ...volunteer, ...change }, { ...wish, ...other }, now).points;
    expect(worth({})).toBeGreaterThan(worth({ skills: ['plumbing'] }));
    expect(worth({ skills: ['plumbing'] })).toBeGreaterThan(worth({ skills: [], skillCategories: [] }));
    expect(worth({})).toBeGreaterThan(worth({}, { unitPath: '/D/T/C2/' }));
    expect(worth({}, { unitPath: '/D/T/C2/' })).toBeGreaterThan(worth({}, { unitPath: '/D/U/C9/' }));
    expect(worth({ liked: ['repairs'] })).toBeGreaterThan(worth({}));
    expect(worth({ disliked: ['repairs'] })).toBeLessThan(worth({}));
    expect(worth({}, { isUrgent: true })).toBeGreaterThan(worth({}));
    const longAgo = new Date('2026-01-01T00:00:00Z');
    expect(worth({}, { openedAt: longAgo })).toBe(worth({}) - 40 + 300);
  });

  it('finds the common unit of two units in both orders', () => {
    for (const [a, b, distance] of [
      ['/D/T/C1/G1/', '/D/T/C1/G1/', 'grid'],
      ['/D/T/C1/G1/', '/D/T/C1/', 'community'],
      ['/D/T/C1/G1/', '/D/T/C1/G2/', 'community'],
      ['/D/T/C1/', '/D/T/C2/', 'town'],
      ['/D/T/C1/', '/D/U/C1/', 'district'],
    ] as const) {
      expect(distanceBetween(a, b)).toBe(distance);
      expect(distanceBetween(b, a)).toBe(distance);
    }
  });

  it('finds a common time exactly when both have a common minute', () => {
    const minutes = (windows: WeeklyWindow[]): Set<number> =>
      new Set(
        windows.flatMap(({ weekday, fromMin, untilMin }) =>
          Array.from({ length: untilMin - fromMin }, (_, at) => weekday * 10_000 + fromMin + at),
        ),
      );
    fc.assert(
      fc.property(fc.array(windowArb, { maxLength: 5 }), fc.array(windowArb, { maxLength: 5 }), (a, b) => {
        const others = minutes(b);
        const common = [...minutes(a)].some((minute) => others.has(minute));
        expect(windowsMeet(a, b)).toBe(a.length === 0 || b.length === 0 ? 'open' : common ? 'yes' : 'no');
      }),
    );
  });
});
