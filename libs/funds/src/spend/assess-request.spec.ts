import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess, isForbidden, type SpendFacts } from './assess-request.js';
import { DEFAULT_POLICY, type SpendPolicy } from './spend.policy.js';

const FACTS: SpendFacts = {
  kind: 'goods',
  amountFen: 26_000,
  isUrgent: false,
  text: '卫生间扶手',
  quotes: 0,
  hasMinutes: false,
  isJustified: false,
};
const judge = (facts: Partial<SpendFacts>) => assess(DEFAULT_POLICY, { ...FACTS, ...facts });

describe('the policy’s verdict on a request', () => {
  it('requires one signature and nothing else for a handrail of ¥260', () => {
    expect(judge({})).toEqual({
      signers: ['community_secretary'],
      notice: null,
      needsMinutes: false,
      quotesNeeded: 0,
      advanceFen: 0,
      workingDays: 1,
      lacks: [],
      aboveCapFen: null,
      isTooMuchForUrgent: false,
      listed: [],
      allowedBy: [expect.objectContaining({ code: 'safety' })],
      outside: null,
    });
  });

  it('knows the purposes of the fund, and treats others by the district’s setting', () => {
    expect(judge({ text: '给长者活动室买书' }).allowedBy.map(({ code }) => code)).toEqual(['culture', 'care']);
    const unknown = { text: '乐器租赁' };
    expect(judge(unknown)).toMatchObject({ allowedBy: [], outside: 'show', lacks: [] });
    const under = (outside: SpendPolicy['outside'], facts: Partial<SpendFacts>) =>
      assess({ ...DEFAULT_POLICY, outside }, { ...FACTS, ...facts });
    expect(under('explain', { ...unknown, isJustified: false }).lacks).toEqual(['justification']);
    expect(under('explain', { ...unknown, isJustified: true }).lacks).toEqual([]);
    expect(isForbidden(under('stop', unknown))).toBe(true);
    expect(isForbidden(under('stop', {}))).toBe(false);
    // Without a positive list nothing is outside of it.
    expect(assess({ ...DEFAULT_POLICY, lists: [], outside: 'stop' }, { ...FACTS, ...unknown }).outside).toBeNull();
  });

  it.each([
    [100_000, 1, []],
    [100_001, 2, ['justification']],
    [1_000_000, 2, ['justification']],
    [1_000_001, 2, ['quotes', 'minutes', 'justification']],
    [5_000_001, 3, ['quotes', 'minutes', 'justification']],
    [10_000_001, 4, ['quotes', 'minutes', 'justification']],
  ])('at %i fen requires %i signatures and reports missing %j', (amountFen, signers, lacks) => {
    const verdict = judge({ amountFen });
    expect(verdict.signers).toHaveLength(signers);
    expect(verdict.lacks).toEqual(lacks);
  });

  it('is complete with three quotes, minutes and a reason', () => {
    expect(judge({ amountFen: 4_800_000, quotes: 3, hasMinutes: true, isJustified: true }).lacks).toEqual([]);
    expect(judge({ amountFen: 4_800_000, quotes: 2, hasMinutes: true, isJustified: true }).lacks).toEqual(['quotes']);
  });

  it('includes the notice in the time to payment, unless the request is urgent', () => {
    expect(judge({ amountFen: 4_800_000 }).workingDays).toBe(7);
    expect(judge({ amountFen: 90_000, isUrgent: true })).toMatchObject({ workingDays: 1, lacks: ['justification'] });
    expect(judge({ amountFen: 1_000_001, isUrgent: true }).isTooMuchForUrgent).toBe(true);
  });

  it('knows caps, advances and the negative lists', () => {
    expect(judge({ amountFen: 20_000_001 }).aboveCapFen).toBe(20_000_000);
    expect(judge({ kind: 'works', amountFen: 20_000_001 }).aboveCapFen).toBeNull();
    expect(judge({ kind: 'works', amountFen: 4_800_000 }).advanceFen).toBe(1_440_000);
    expect(judge({ text: '发放加班费' }).listed.map(({ code, effect }) => [code, effect])).toEqual([['wages', 'stop']]);
    expect(judge({ text: '物业维修' })).toMatchObject({ listed: [{ code: 'property' }], lacks: ['justification'] });
  });

  it('never requires fewer signatures for more money, nor an advance above the amount', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('goods' as const, 'service' as const, 'works' as const),
        fc.integer({ min: 1, max: 60_000_000 }),
        fc.integer({ min: 0, max: 60_000_000 }),
        (kind, amountFen, moreFen) => {
          const less = judge({ kind, amountFen });
          const more = judge({ kind, amountFen: amountFen + moreFen });
          expect(more.signers.slice(0, less.signers.length)).toEqual(less.signers);
          expect(less.advanceFen).toBeLessThanOrEqual(amountFen);
        },
      ),
    );
  });
});
