import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIFECYCLE, WISH_STATUSES, WISH_STEPS, next, type WishStatus } from './wish.lifecycle.js';

/** Every allowed edge, written out once more by hand: a change of the table must be meant twice. */
const ALLOWED = `
draft submit submitted · draft cancel cancelled
submitted verify verified · submitted return returned · submitted merge merged · submitted cancel cancelled
returned submit submitted · returned cancel cancelled
verified publish open · verified return returned · verified reject rejected · verified transfer transferred · verified merge merged · verified cancel cancelled
open claim claimed · open transfer transferred · open merge merged · open cancel cancelled
claimed release open · claimed begin in_progress · claimed cancel cancelled
in_progress release open · in_progress fulfil fulfilled · in_progress cancel cancelled
fulfilled confirm closed · fulfilled reopen reopened
closed reopen reopened
reopened publish open · reopened transfer transferred · reopened cancel cancelled`
  .split(/[·\n]/)
  .map((edge) => edge.trim())
  .filter((edge) => edge !== '');

describe('the lifecycle of a wish', () => {
  it('has exactly the defined transitions', () => {
    const edges = WISH_STATUSES.flatMap((from) =>
      WISH_STEPS.flatMap((step) => (next(from, step) ? [`${from} ${step} ${next(from, step)}`] : [])),
    );
    expect(edges.toSorted()).toEqual(ALLOWED.toSorted());
  });

  it('reaches every status from a draft', () => {
    const reached = new Set<WishStatus>(['draft']);
    for (const status of reached) for (const to of Object.values(LIFECYCLE[status])) reached.add(to);
    expect([...reached].toSorted()).toEqual([...WISH_STATUSES].toSorted());
  });

  it('never reaches fulfilled before claimed and in progress, nor closed without confirmation', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...WISH_STEPS), { maxLength: 40 }), (steps) => {
        let status: WishStatus = 'draft';
        const done: string[] = [];
        for (const step of steps) {
          const to = next(status, step);
          if (!to) continue;
          status = to;
          done.push(step);
          if (status === 'fulfilled') expect(done.lastIndexOf('begin')).toBeGreaterThan(done.lastIndexOf('publish'));
          if (status === 'closed') expect(step).toBe('confirm');
        }
      }),
    );
  });

  it('ends permanently where no transition leads on', () => {
    for (const status of ['rejected', 'merged', 'cancelled', 'transferred'] as const)
      expect(LIFECYCLE[status]).toEqual({});
  });
});
