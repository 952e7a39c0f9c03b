export const PAYEE_KINDS = ['organisation', 'person'] as const;
export type PayeeKind = (typeof PAYEE_KINDS)[number];

/** A payee imported from an old text is `unsettled` until a clerk classifies it; it is treated like a person. */
export const REGISTERED_KINDS = [...PAYEE_KINDS, 'unsettled'] as const;
export type RegisteredKind = (typeof REGISTERED_KINDS)[number];
