import { describe, expect, it } from 'vitest';
import { GUESS_LIMITS, waitAfter } from './attempts.js';

describe('a growing wait', () => {
  const wait = { free: 3, firstWaitS: 10, longestWaitS: 60 };

  it('begins after the free tries, doubles, and stays at its longest', () => {
    expect([0, 2, 3, 4, 5, 6, 7, 1_000].map((tries) => waitAfter(tries, wait))).toEqual([0, 0, 10, 20, 40, 60, 60, 60]);
  });

  it('leaves one network some three hundred guesses a day, all of them 720, and a person no more than five minutes away', () => {
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
