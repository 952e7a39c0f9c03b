import { codedWords } from '#libs/platform';

/** What a person may request about their own data. Source: PIPL, art. 45–47. */
export const REQUEST_KINDS = ['copy', 'correction', 'erasure'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Who asked at the office. */
export const ASKERS = ['self', 'guardian', 'family', 'proxy'] as const;
export type Asker = (typeof ASKERS)[number];

/** How the office verified who asked. */
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
/** Names of the statuses in error messages. */
export const REQUEST_STATUS_WORDS = codedWords<RequestStatus>({
  open: { zh: '待答复', en: 'waiting for an answer' },
  accepted: { zh: '已同意，待删除', en: 'accepted, waiting for open wishes' },
  done: { zh: '已办', en: 'done' },
  refused: { zh: '未同意', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
});

/** What delays an erasure at a wish: its end, its open spend requests, or the last day on which it can be re-opened. */
export const WAITS_FOR = ['end', 'money', 'reopening'] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

export const REQUEST_STEPS = ['copy', 'correct', 'accept', 'refuse', 'withdraw'] as const;
export type RequestStep = (typeof REQUEST_STEPS)[number];
