import { describe, expect, it } from 'vitest';
import { mayClaim } from './claim.policy.js';

const volunteer = { personId: 'v', skills: [], licences: [], maxOpenClaims: 3, openClaims: 0, hasClaimed: false };
const wish = { status: 'open', placesTaken: 0, helpersNeeded: 1, skill: null, licence: null, requesterId: null };
const failed = (...facts: [Partial<typeof volunteer>, Partial<Record<keyof typeof wish, unknown>>]): string[] =>
  mayClaim({ ...volunteer, ...facts[0] } as never, { ...wish, ...facts[1] } as never)
    .reasons.filter(({ passed }) => !passed)
    .map(({ rule }) => rule);

describe('may this volunteer claim this wish?', () => {
  it('yes, without obstacles', () => {
    const verdict = mayClaim(volunteer, wish);
    expect(verdict.allowed).toBe(true);
    expect(verdict.reasons).toHaveLength(7);
  });

  it.each([
    ['it is not open', {}, { status: 'claimed' }, 'open'],
    ['no place is free', {}, { placesTaken: 1 }, 'place'],
    ['the wish is their own', {}, { requesterId: 'v' }, 'not-own'],
    ['they have already claimed it', { hasClaimed: true }, {}, 'not-twice'],
    ['they have the maximum number of claims', { openClaims: 3 }, {}, 'load'],
    ['they lack the licence', {}, { licence: 'electrician' }, 'licence'],
  ])('no, when %s', (_, who, its, rule) => {
    expect(failed(who, its)).toEqual([rule]);
    expect(mayClaim({ ...volunteer, ...who }, { ...wish, ...its } as never).allowed).toBe(false);
  });

  it('yes with a warning, when the skill is missing', () => {
    const verdict = mayClaim(volunteer, { ...wish, skill: 'haircut' });
    expect([verdict.allowed, failed({}, { skill: 'haircut' })]).toEqual([true, ['skill']]);
  });
});
