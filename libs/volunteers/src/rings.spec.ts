import { describe, expect, it } from 'vitest';
import { DEFAULT_RINGS, ringsAround } from './rings.js';

describe('the rings around a home', () => {
  it('widen from the community to the district, as far as she goes', () => {
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

  it('leave out what is her own anyway, and who goes no farther', () => {
    expect(ringsAround(DEFAULT_RINGS, '/D/T/', 'town')).toEqual([]);
    expect(ringsAround(DEFAULT_RINGS, '/D/', 'district')).toEqual([]);
    expect(ringsAround(DEFAULT_RINGS, '/D/T/C/', 'grid')).toEqual([]);
  });
});
