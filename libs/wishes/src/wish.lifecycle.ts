/** Source: the domain page, 1.2. Outcome is kept apart from status; silence moves nothing. */
export const WISH_STATUSES = [
  'draft',
  'submitted',
  'returned',
  'verified',
  'open',
  'claimed',
  'in_progress',
  'fulfilled',
  'closed',
  'reopened',
  'rejected',
  'merged',
  'cancelled',
  'transferred',
] as const;
export type WishStatus = (typeof WISH_STATUSES)[number];

/** The public text was reviewed and may be read beyond the staff: from publication until the wish leaves this way. */
export const PUBLISHED_STATUSES: readonly WishStatus[] = [
  'open',
  'claimed',
  'in_progress',
  'fulfilled',
  'closed',
  'reopened',
];

export const WISH_STEPS = [
  'submit',
  'return',
  'verify',
  'merge',
  'publish',
  'reject',
  'transfer',
  'claim',
  'release',
  'begin',
  'fulfil',
  'confirm',
  'reopen',
  'cancel',
] as const;
export type WishStep = (typeof WISH_STEPS)[number];

/** Where each step leads from each status; what is not here is forbidden. `claim` and `release` move a team's wish only
 *  when its last place is taken or given back. */
export const LIFECYCLE: Record<WishStatus, Partial<Record<WishStep, WishStatus>>> = {
  draft: { submit: 'submitted', cancel: 'cancelled' },
  submitted: { verify: 'verified', return: 'returned', merge: 'merged', cancel: 'cancelled' },
  returned: { submit: 'submitted', cancel: 'cancelled' },
  verified: {
    publish: 'open',
    return: 'returned',
    reject: 'rejected',
    transfer: 'transferred',
    merge: 'merged',
    cancel: 'cancelled',
  },
  open: { claim: 'claimed', transfer: 'transferred', merge: 'merged', cancel: 'cancelled' },
  claimed: { release: 'open', begin: 'in_progress', cancel: 'cancelled' },
  in_progress: { release: 'open', fulfil: 'fulfilled', cancel: 'cancelled' },
  fulfilled: { confirm: 'closed', reopen: 'reopened' },
  closed: { reopen: 'reopened' },
  reopened: { publish: 'open', transfer: 'transferred', cancel: 'cancelled' },
  rejected: {},
  merged: {},
  cancelled: {},
  transferred: {},
};

/** The status that a step leads to, or undefined where it is forbidden. */
export const next = (from: WishStatus, step: WishStep): WishStatus | undefined => LIFECYCLE[from][step];

export const OUTCOMES = ['full', 'partial', 'none', 'transferred'] as const;
export type Outcome = (typeof OUTCOMES)[number];
