import { describe, expect, it } from 'vitest';
import { FIRST_RINGS, ringsAround } from './rings.js';

describe('the rings around a home', () => {
  it('widen from the community to the district, as far as she goes', () => {
    expect(ringsAround(FIRST_RINGS, '/D/T/C/G/', 'district')).toEqual([
      { path: '/D/T/C/', afterDays: 1 },
      { path: '/D/T/', afterDays: 3 },
      { path: '/D/', afterDays: 7 },
    ]);
    expect(ringsAround(FIRST_RINGS, '/D/T/C/G/', 'community')).toEqual([{ path: '/D/T/C/', afterDays: 1 }]);
    expect(ringsAround(FIRST_RINGS, '/D/T/C/', 'town')).toEqual([{ path: '/D/T/', afterDays: 3 }]);
  });

  it('leave out what is her own anyway, and who goes no farther', () => {
    expect(ringsAround(FIRST_RINGS, '/D/T/', 'town')).toEqual([]);
    expect(ringsAround(FIRST_RINGS, '/D/', 'district')).toEqual([]);
    expect(ringsAround(FIRST_RINGS, '/D/T/C/', 'grid')).toEqual([]);
  });
});
