/** `refused`: open matters stood in the way on the day. */
export const ACCOUNT_ERASURE_STATUSES = ['waiting', 'done', 'withdrawn', 'refused'] as const;
export type AccountErasureStatus = (typeof ACCOUNT_ERASURE_STATUSES)[number];
