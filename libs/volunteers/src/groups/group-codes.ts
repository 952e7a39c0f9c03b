/** Groups of party members: 党小组 and 党支部 where they live, and in addition 工作单位 (双报到). */
export const GROUP_KINDS = ['party_group', 'party_branch', 'work_unit'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** Steps of an open group that its unit may take. */
export const GROUP_STEPS = ['rename', 'close'] as const;
export type GroupStep = (typeof GROUP_STEPS)[number];
