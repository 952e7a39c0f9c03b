/** What a person may ask about the own data. Source: PIPL, art. 45–47. */
export const REQUEST_KINDS = ['copy', 'correction', 'erasure'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Who asked at the office. */
export const ASKERS = ['self', 'guardian', 'family', 'proxy'] as const;
export type Asker = (typeof ASKERS)[number];

/** How the office made sure who asked. */
export const IDENTITY_CHECKS = [
  'id_card',
  'known_person',
  'call_back',
  'guardian_papers',
  'written_authority',
] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

export const REQUEST_STATUSES = ['open', 'accepted', 'done', 'refused', 'withdrawn'] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];
