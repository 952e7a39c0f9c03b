import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rungAt, type Rung } from './ladders.js';

const rang = new Date('2026-11-23T02:00:00Z'); // a Monday, 10:00 in Shanghai
const ladder: Rung[] = [
  { after: { amount: 1, unit: 'workingDay' }, roles: ['community_secretary'] },
  { after: { amount: 3, unit: 'workingDay' }, roles: ['town_officer'] },
];
const awake = { quietHours: null, holidays: [] };

describe('an escalation', () => {
  it('begins before its first step and ends with its last', () => {
    expect(rungAt(ladder, awake, rang, rang)).toEqual({ rung: 0, next: new Date('2026-11-24T02:00:00Z') });
    expect(rungAt(ladder, awake, rang, new Date('2026-11-24T02:00:00Z'))).toEqual({
      rung: 1,
      next: new Date('2026-11-26T02:00:00Z'),
    });
    expect(rungAt(ladder, awake, rang, new Date('2026-11-26T02:00:00Z'))).toEqual({ rung: 2, next: undefined });
    expect(rungAt([], awake, rang, rang)).toEqual({ rung: 0, next: undefined });
  });

  it('takes every step once and in order, for any times and quiet hours', () => {
    const rungs = fc
      .array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 })
      .map((hours) =>
        [...new Set(hours)]
          .toSorted((a, b) => a - b)
          .map((amount): Rung => ({ after: { amount, unit: 'workingHour' }, roles: ['town_officer'] })),
      );
    fc.assert(
      fc.property(rungs, fc.integer({ min: 0, max: 60 * 24 * 10 }), (steps, minutes) => {
        const start = new Date(rang.getTime() + minutes * 60_000);
        const met: number[] = [];
        for (let { next } = rungAt(steps, awake, start, start); next;) {
          const here = rungAt(steps, awake, start, next);
          met.push(here.rung);
          next = here.next;
        }
        expect(met).toEqual(steps.map((_, at) => at + 1));
      }),
    );
  });
});
