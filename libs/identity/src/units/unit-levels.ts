/** From the top of the tree downwards. */
export const UNIT_LEVELS = ['district', 'town', 'community', 'grid1', 'grid2', 'grid3'] as const;
export type UnitLevel = (typeof UNIT_LEVELS)[number];
