import { describe, expect, it } from 'vitest';
import { GUESS_LIMITS, waitAfter, waitLeftMs, type EarlierTries } from './rate-limit.js';

describe('a growing wait', () => {
  const wait = { free: 3, firstWaitS: 10, longestWaitS: 60 };

  it('begins after the free tries, doubles, and stays at its longest', () => {
    expect([0, 2, 3, 4, 5, 6, 7, 1_000].map((tries) => waitAfter(tries, wait))).toEqual([0, 0, 10, 20, 40, 60, 60, 60]);
  });

  it('allows one network about 300 guesses a day and all networks 720, with waits of at most five minutes', () => {
    const day = GUESS_LIMITS.signInFromEverywhere;
    let tries = 0;
    for (let atS = 0; atS < day.withinMinutes * 60; tries += 1) atS += waitAfter(tries, day);
    expect(tries).toBeLessThan(320);
    expect(waitAfter(100_000, day)).toBe(300);
    expect(24 * day.mostPerHour).toBe(720);
    // One network that waits does not use up the half of the hour that is left to those that tried before.
    expect(3_600 / day.longestWaitS).toBeLessThan(day.mostPerHour / 2);
  });
});

describe('the turn of a network', () => {
  const limit = GUESS_LIMITS.signInFromEverywhere;
  const none: EarlierTries = { own: 0, ownLastMs: 0, all: 0, lately: 0, latelyFirstMs: 0 };
  const wait = (tries: Partial<EarlierTries>): number => Math.max(0, waitLeftMs({ ...none, ...tries }, limit));

  it('comes at once for its first attempts, despite attempts of others', () => {
    expect(wait({})).toBe(0);
    expect(wait({ own: limit.freeByNetwork - 1, all: 500 })).toBe(0);
  });

  it('comes after a wait from its own last attempt from then on', () => {
    const tries = { own: limit.freeByNetwork, all: limit.free };
    expect(wait({ ...tries, ownLastMs: 0 })).toBe(limit.firstWaitS * 1_000);
    expect(wait({ ...tries, ownLastMs: 4_000 })).toBe(limit.firstWaitS * 1_000 - 4_000);
    expect(wait({ ...tries, ownLastMs: limit.firstWaitS * 1_000 })).toBe(0);
    expect(wait({ ...tries, all: limit.free - 1 })).toBe(0);
    expect(wait({ ...tries, all: 10_000 })).toBe(limit.longestWaitS * 1_000);
  });

  it('waits for the next hour when all networks have used up the limit', () => {
    const full = { lately: limit.mostPerHour, latelyFirstMs: 600_000 };
    expect(wait(full)).toBe(3_000_000);
    expect(wait({ lately: limit.mostPerHour - 1, latelyFirstMs: 600_000 })).toBe(0);
  });

  it('leaves half of the hour to networks that have not tried yet', () => {
    const half = { lately: limit.mostPerHour / 2, latelyFirstMs: 3_599_000 };
    expect(wait({ ...half, own: limit.freeByNetwork, all: 0, ownLastMs: 1e9 })).toBe(1_000);
    expect(wait(half)).toBe(0);
  });
});
