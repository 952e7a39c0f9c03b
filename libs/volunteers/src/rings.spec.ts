import { describe, expect, it } from 'vitest';
import { DEFAULT_RINGS, ringsAround } from './rings.js';

describe('the areas around a home', () => {
  it('widen from the community to the district, up to the volunteer’s distance', () => {
    expect(ringsAround(DEFAULT_RINGS, '/D/T/C/G/', 'district')).toEqual([
      { ring: 'community', path: '/D/T/C/', afterDays: 1 },
      { ring: 'town', path: '/D/T/', afterDays: 3 },
      { ring: 'district', path: '/D/', afterDays: 7 },
    ]);
    expect(ringsAround(DEFAULT_RINGS, '/D/T/C/G/', 'community')).toEqual([
      { ring: 'community', path: '/D/T/C/', afterDays: 1 },
    ]);
    expect(ringsAround(DEFAULT_RINGS, '/D/T/C/', 'town')).toEqual([{ ring: 'town', path: '/D/T/', afterDays: 3 }]);
  });

  it('leave out the volunteer’s own units, and end at the volunteer’s distance', () => {
    expect(ringsAround(DEFAULT_RINGS, '/D/T/', 'town')).toEqual([]);
    expect(ringsAround(DEFAULT_RINGS, '/D/', 'district')).toEqual([]);
    expect(ringsAround(DEFAULT_RINGS, '/D/T/C/', 'grid')).toEqual([]);
  });
});
