import { describe, expect, it } from 'vitest';
import { DEFAULT_VISIBILITY, visibleAreasAround } from './visibility-radius.js';

describe('the areas around a home', () => {
  it('widen from the community to the district, up to the volunteer’s distance', () => {
    expect(visibleAreasAround(DEFAULT_VISIBILITY, '/D/T/C/G/', 'district')).toEqual([
      { area: 'community', path: '/D/T/C/', afterDays: 1 },
      { area: 'town', path: '/D/T/', afterDays: 3 },
      { area: 'district', path: '/D/', afterDays: 7 },
    ]);
    expect(visibleAreasAround(DEFAULT_VISIBILITY, '/D/T/C/G/', 'community')).toEqual([
      { area: 'community', path: '/D/T/C/', afterDays: 1 },
    ]);
    expect(visibleAreasAround(DEFAULT_VISIBILITY, '/D/T/C/', 'town')).toEqual([
      { area: 'town', path: '/D/T/', afterDays: 3 },
    ]);
  });

  it('leave out the volunteer’s own units, and end at the volunteer’s distance', () => {
    expect(visibleAreasAround(DEFAULT_VISIBILITY, '/D/T/', 'town')).toEqual([]);
    expect(visibleAreasAround(DEFAULT_VISIBILITY, '/D/', 'district')).toEqual([]);
    expect(visibleAreasAround(DEFAULT_VISIBILITY, '/D/T/C/', 'grid')).toEqual([]);
  });
});
