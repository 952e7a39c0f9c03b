import { codedWords } from '#libs/platform';

export const SPEND_STATUSES = [
  'draft',
  'submitted',
  'returned',
  'on_notice',
  'approved',
  'refused',
  'cancelled',
  'settled',
] as const;
export type SpendStatus = (typeof SPEND_STATUSES)[number];

export const SPEND_STATUS_WORDS = codedWords<SpendStatus>({
  draft: { zh: '草稿', en: 'a draft' },
  submitted: { zh: '待签字', en: 'to be signed' },
  returned: { zh: '退回补充', en: 'sent back' },
  on_notice: { zh: '公示中', en: 'under public notice' },
  approved: { zh: '已批准', en: 'approved' },
  refused: { zh: '未批', en: 'refused' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  settled: { zh: '已结清', en: 'settled' },
});

/** The statuses in which each step is allowed. `on_notice`: all have signed, the money is reserved, and the public notice
 *  runs. Contract, acceptance and payments are not statuses, but facts of an `approved` request. */
export const SPEND_STEPS = {
  revise: ['draft', 'returned'],
  sign: ['submitted'],
  return: ['submitted'],
  refuse: ['submitted'],
  withdraw: ['draft', 'submitted', 'returned'],
  object: ['on_notice', 'approved'],
  pause: ['submitted', 'on_notice', 'approved'],
  commit: ['approved'],
  accept: ['approved'],
  pay: ['approved'],
  refund: ['approved', 'settled'],
  reverse: ['approved', 'settled'],
  renew: ['approved'],
  release: ['draft', 'submitted', 'returned', 'on_notice', 'approved'],
} as const satisfies Record<string, readonly SpendStatus[]>;
export type SpendStep = keyof typeof SPEND_STEPS;

export const mayTake = (status: SpendStatus, step: SpendStep): boolean =>
  (SPEND_STEPS[step] as readonly SpendStatus[]).includes(status);

/** In these statuses the request holds its wishes: no other request can be made for them. */
export const SPEND_OPEN: readonly SpendStatus[] = ['draft', 'submitted', 'returned', 'on_notice', 'approved'];

/** A person's part in a request; each person has at most one (separation of duties). */
export type ParticipationAct = 'ask' | 'sign' | 'order' | 'accept' | 'pay' | 'answer' | 'reverse';
/** Acts that the same person may repeat. */
const REPEATABLE: ReadonlySet<ParticipationAct> = new Set(['ask', 'sign', 'pay', 'answer', 'reverse']);

/** Whether a person with the part `before` may do this. Requesters and signers may place the order, too. */
export const mayAlso = (before: ParticipationAct | undefined, act: ParticipationAct): boolean =>
  before === undefined ||
  (before === act && REPEATABLE.has(act)) ||
  (act === 'order' && (before === 'ask' || before === 'sign'));

interface Held {
  year: number | null;
  amountFen: number;
  paidFen: number;
  releasedFen: number;
}

/** The money that the fund still holds for a request. */
export const heldFenOf = ({ year, amountFen, paidFen, releasedFen }: Held): number =>
  year === null ? 0 : amountFen - paidFen - releasedFen;
