/** What a movement of the bank account can be matched with. */
export const ENTRY_KINDS = ['payment', 'refund', 'income', 'allotment', 'return'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** States of the movements that are listed; `aside`: set aside with a reason. */
export const LISTED_LINE_STATES = ['open', 'matched', 'aside'] as const;
export type ListedLineState = (typeof LISTED_LINE_STATES)[number];
/** `retracted`: its statement was retracted. */
export const LINE_STATES = [...LISTED_LINE_STATES, 'retracted'] as const;
export type LineState = (typeof LINE_STATES)[number];
