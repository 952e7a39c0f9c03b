/** The codes of a unit's path, the district's first: `/district/town/community/grid/`. */
export const stepsOf = (path: string): string[] => path.split('/').filter(Boolean);

export const COMMUNITY_DEPTH = 3;

/** The path of the community that contains the unit, or is the unit. */
export const communityOf = (path: string): string => `/${stepsOf(path).slice(0, COMMUNITY_DEPTH).join('/')}/`;
