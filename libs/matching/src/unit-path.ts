/** The codes of a unit's path, the district's first: `/district/town/community/grid/`. */
export const stepsOf = (path: string): string[] => path.split('/').filter(Boolean);
