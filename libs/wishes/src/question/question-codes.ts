/** open → answered · withdrawn by the asker · lapsed, since the wish is no longer open. */
export const QUESTION_STATUSES = ['open', 'answered', 'withdrawn', 'lapsed'] as const;
export type QuestionStatus = (typeof QUESTION_STATUSES)[number];

/** Why a question lapsed: the status that the wish took. */
export const LAPSE_REASONS = ['claimed', 'transferred', 'merged', 'cancelled'] as const;
export type LapseReason = (typeof LAPSE_REASONS)[number];
