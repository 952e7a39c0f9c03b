import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitFamily, type Snapshot } from './public-statistics.js';
import { monthSpan } from './monthly-notice.js';
import { aboveOf } from './public.queries.js';
import { addUp, type Counts } from './unit-figures.js';

const unit = (unitId: string, parentId: string | null, level: string): Counts['units'][number] =>
  ({ unitId, parentId, level, code: unitId, name: `${unitId}社区`, path: `/${unitId}/` }) as Counts['units'][number];
const units = [
  unit('D', null, 'district'),
  unit('T', 'D', 'town'),
  unit('C1', 'T', 'community'),
  unit('C2', 'T', 'community'),
  unit('G', 'C1', 'grid1'),
];
const nothing: Counts = { units, wishes: [], overdue: [], money: [] };

describe('the figures of a unit', () => {
  it('include everything below the unit', () => {
    const figures = addUp({
      ...nothing,
      wishes: [
        { unitId: 'G', status: 'open', n: '2' },
        { unitId: 'C1', status: 'closed', n: 3 },
        { unitId: 'C2', status: 'claimed', n: 5 },
      ],
    });
    expect(figures.get('G')).toMatchObject({ collected: 2, open: 2, confirmed: 0 });
    expect(figures.get('C1')).toMatchObject({ collected: 5, open: 2, confirmed: 3, underWay: 0 });
    expect(figures.get('C2')).toMatchObject({ collected: 5, underWay: 5 });
    expect(figures.get('D')).toMatchObject({ collected: 10, open: 2, confirmed: 3, underWay: 5, waiting: 0 });
  });

  it('count no drafts, and unsuccessful wishes only as collected', () => {
    const figures = addUp({
      ...nothing,
      wishes: [
        { unitId: 'C1', status: 'draft', n: 7 },
        { unitId: 'C1', status: 'cancelled', n: 1 },
      ],
    });
    expect(figures.get('D')).toMatchObject({ collected: 1, waiting: 0, open: 0, underWay: 0, confirmed: 0 });
  });

  it('show income as positive although its account is negative', () => {
    const figures = addUp({
      ...nothing,
      money: [
        { unitId: 'C1', kind: 'allotted', balanceFen: '-5000000' },
        { unitId: 'C1', kind: 'donated', balanceFen: -100 },
        { unitId: 'C1', kind: 'carried_in', balanceFen: -20 },
        { unitId: 'C1', kind: 'paid', balanceFen: 700 },
      ],
    });
    expect(figures.get('T')).toMatchObject({ allottedFen: 5_000_000, addedFen: 120, paidFen: 700, availableFen: 0 });
  });

  it('leave out rows of unknown units', () => {
    const figures = addUp({ ...nothing, wishes: [{ unitId: 'gone', status: 'open', n: 4 }] });
    expect([...figures.values()].every(({ collected }) => collected === 0)).toBe(true);
  });

  it('of the district are the sum of all units', () => {
    const wishes = fc.array(
      fc.record({
        unitId: fc.constantFrom(...units.map(({ unitId }) => unitId)),
        status: fc.constantFrom('submitted', 'verified', 'open', 'claimed', 'in_progress', 'fulfilled', 'closed'),
        n: fc.nat(50),
      }),
    );
    fc.assert(
      fc.property(wishes, (counted) => {
        const district = addUp({ ...nothing, wishes: counted }).get('D')!;
        expect(district.collected).toBe(counted.reduce((sum, { n }) => sum + n, 0));
        expect(district.waiting + district.open + district.underWay + district.confirmed).toBe(district.collected);
      }),
    );
  });
});

describe('a unit among the others', () => {
  const snapshot: Snapshot = { at: new Date(0), year: 2026, units: addUp(nothing), months: [], peopleHelped: 0 };

  it('is shown with the units directly below it', () => {
    expect(unitFamily(snapshot, 'T')?.children.map(({ unitId }) => unitId)).toEqual(['C1', 'C2']);
    expect(unitFamily(snapshot, 'C2')?.children).toEqual([]);
    expect(unitFamily(snapshot, 'nowhere')).toBeUndefined();
  });

  it('has a path upwards, nearest first', () => {
    expect(aboveOf(snapshot, snapshot.units.get('G')!).map(({ unitId }) => unitId)).toEqual(['C1', 'T', 'D']);
    expect(aboveOf(snapshot, snapshot.units.get('D')!)).toEqual([]);
  });
});

describe('the month of a notice', () => {
  it.each([
    ['2026-02', '2026-03-01'],
    ['2028-02', '2028-03-01'],
    ['2026-04', '2026-05-01'],
    ['2026-12', '2027-01-01'],
  ])('%s ends in Shanghai when %s begins', (month, next) => {
    expect(monthSpan(month)).toEqual([new Date(`${month}-01T00:00:00+08:00`), new Date(`${next}T00:00:00+08:00`)]);
  });
});
