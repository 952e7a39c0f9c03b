export const INCOME_SOURCES = ['top_up', 'donation', 'co_funding'] as const;
export type IncomeSource = (typeof INCOME_SOURCES)[number];

/** What happens to the available money when a year is closed (R4.9). */
export const ROLLOVERS = ['return', 'carry', 'carry_with_cap'] as const;
export type RolloverPolicy = (typeof ROLLOVERS)[number];
