import { codedWords } from '#libs/platform';

/** Source: R3.1. The outcome is stored apart from the status. A missing answer never counts as one. */
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

export const WISH_STATUS_WORDS = codedWords<WishStatus>({
  draft: { zh: '草稿', en: 'draft' },
  submitted: { zh: '待核实', en: 'to verify' },
  returned: { zh: '退回补充', en: 'to complete' },
  verified: { zh: '待审核', en: 'to review' },
  open: { zh: '待认领', en: 'open' },
  claimed: { zh: '已认领', en: 'claimed' },
  in_progress: { zh: '圆梦中', en: 'under way' },
  fulfilled: { zh: '待确认', en: 'to confirm' },
  closed: { zh: '已办结', en: 'closed' },
  reopened: { zh: '重办', en: 're-opened' },
  rejected: { zh: '不予采纳', en: 'rejected' },
  merged: { zh: '已合并', en: 'merged' },
  cancelled: { zh: '已撤回', en: 'withdrawn' },
  transferred: { zh: '已转办', en: 'transferred' },
});

/** Ended without being done. */
export const DROPPED_STATUSES = ['rejected', 'merged', 'cancelled', 'transferred'] as const satisfies WishStatus[];
/** Nothing is under way any more. */
export const ENDED_STATUSES: readonly WishStatus[] = ['closed', ...DROPPED_STATUSES];

/** SQL: the status in this column is an ended one. */
export const hasEnded = (column: string): string =>
  `${column} IN (${ENDED_STATUSES.map((status) => `'${status}'`).join(',')})`;
/** SQL: a wish with the status in this column is under way: it was submitted and has not ended. */
export const goesOn = (column: string): string => `(NOT ${hasEnded(column)} AND ${column} <> 'draft')`;

/** A closed wish can be re-opened for this many days. */
export const REOPEN_DAYS = 30;

/** The public text was reviewed and others than staff may read it: from publication until the wish is dropped. */
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

/** The next status for each status and step; steps that are missing here are forbidden. `claim` and `release` move a team
 *  wish only when its last place is taken or given back. */
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

/** The status that a step leads to, or undefined if the step is forbidden. */
export const next = (from: WishStatus, step: WishStep): WishStatus | undefined => LIFECYCLE[from][step];

/** The fund may pay for a wish that is open or under way. */
export const COSTING_STATUSES = ['open', 'claimed', 'in_progress'] as const satisfies WishStatus[];
export const mayCost = ({ status }: { status: WishStatus }): boolean =>
  (COSTING_STATUSES as readonly WishStatus[]).includes(status);

export const OUTCOMES = ['full', 'partial', 'none', 'transferred'] as const;
export type Outcome = (typeof OUTCOMES)[number];
