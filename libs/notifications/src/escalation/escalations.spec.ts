import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepAt, type Step } from './escalations.js';

const rang = new Date('2026-11-23T02:00:00Z'); // a Monday, 10:00 in Shanghai
const escalation: Step[] = [
  { after: { amount: 1, unit: 'workingDay' }, roles: ['community_secretary'] },
  { after: { amount: 3, unit: 'workingDay' }, roles: ['town_officer'] },
];
const awake = { quietHours: null, holidays: [] };

describe('an escalation', () => {
  it('begins before its first step and ends with its last', () => {
    expect(stepAt(escalation, awake, rang, rang)).toEqual({ step: 0, next: new Date('2026-11-24T02:00:00Z') });
    expect(stepAt(escalation, awake, rang, new Date('2026-11-24T02:00:00Z'))).toEqual({
      step: 1,
      next: new Date('2026-11-26T02:00:00Z'),
    });
    expect(stepAt(escalation, awake, rang, new Date('2026-11-26T02:00:00Z'))).toEqual({ step: 2, next: undefined });
    expect(stepAt([], awake, rang, rang)).toEqual({ step: 0, next: undefined });
  });

  it('takes every step once and in order, for any times and quiet hours', () => {
    const steps = fc
      .array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 })
      .map((hours) =>
        [...new Set(hours)]
          .toSorted((a, b) => a - b)
          .map((amount): Step => ({ after: { amount, unit: 'workingHour' }, roles: ['town_officer'] })),
      );
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 60 * 24 * 10 }), (steps, minutes) => {
        const start = new Date(rang.getTime() + minutes * 60_000);
        const met: number[] = [];
        for (let { next } = stepAt(steps, awake, start, start); next;) {
          const here = stepAt(steps, awake, start, next);
          met.push(here.step);
          next = here.next;
        }
        expect(met).toEqual(steps.map((_, at) => at + 1));
      }),
    );
  });
});
