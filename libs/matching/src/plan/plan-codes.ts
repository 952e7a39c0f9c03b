/** The life of a plan. */
export const PLAN_STATUSES = ['waiting', 'computing', 'ready', 'sending', 'sent', 'cancelled', 'failed'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

/** Why places stay empty: there are no candidates, or all candidates are worth more elsewhere. */
export const SHORTAGES = ['no_candidate', 'needed_elsewhere'] as const;
export type Shortage = (typeof SHORTAGES)[number];
