import type { Duration } from '#libs/platform';
import type { Role } from '#libs/identity';
import type { ListRule, OutsideEffect, SpendKind, SpendPolicy, SpendTier } from './spend.policy.js';

/** What a policy looks at. */
export interface SpendFacts {
  kind: SpendKind;
  amountFen: number;
  isUrgent: boolean;
  /** Everything that was written: see `textOf`. */
  text: string;
  quotes: number;
  hasMinutes: boolean;
  isJustified: boolean;
}

/** What was written in a request, for the lists of words. */
export const textOf = (request: {
  purpose: string;
  payee: string;
  justification?: string | null;
  items: readonly { name: string }[];
}): string =>
  [request.purpose, request.payee, request.justification ?? '', ...request.items.map(({ name }) => name)].join('\n');

export const SPEND_LACKS = ['quotes', 'minutes', 'justification'] as const;
export type SpendLack = (typeof SPEND_LACKS)[number];

/** What a policy makes of a request. */
export interface SpendVerdict {
  signers: Role[];
  notice: Duration | null;
  needsMinutes: boolean;
  quotesNeeded: number;
  /** The most that may be paid before anything was accepted. */
  advanceFen: number;
  /** The fastest way to the money: a working day for each signer, and the notice where it comes first. */
  workingDays: number;
  /** What has to be added before it may be asked for. */
  lacks: SpendLack[];
  /** Above the cap of its kind. */
  aboveCapFen: number | null;
  /** Too much to be paid before the notice. */
  isTooMuchForUrgent: boolean;
  /** Rules of the negative lists that it meets. */
  listed: ListRule[];
  /** Rules of the positive list that it meets. */
  allowedBy: ListRule[];
  /** It meets none of them; null: it does, or there is no such list. */
  outside: OutsideEffect | null;
}

/** Such a request is not paid, whatever is added to it. */
export const isForbidden = ({ aboveCapFen, isTooMuchForUrgent, listed, outside }: SpendVerdict): boolean =>
  aboveCapFen !== null || isTooMuchForUrgent || outside === 'stop' || listed.some(({ effect }) => effect === 'stop');

const NOBODY: SpendTier = { upToFen: null, signers: [], notice: null, needsMinutes: false };

const daysOf = (notice: Duration | null): number =>
  notice === null ? 0 : notice.unit === 'workingDay' || notice.unit === 'day' ? notice.amount : 1;

/** Pure: the same request under the same policy gets the same verdict, today and in a replay. */
export function assess(policy: SpendPolicy, facts: SpendFacts): SpendVerdict {
  const { amountFen, kind } = facts;
  const tier = policy.tiers.find(({ upToFen }) => upToFen === null || amountFen <= upToFen) ?? NOBODY;
  const met = policy.lists.filter(({ words }) => words.some((word) => facts.text.includes(word)));
  const listed = met.filter(({ effect }) => effect !== 'allow');
  const allowedBy = met.filter(({ effect }) => effect === 'allow');
  const hasPositiveList = policy.lists.some(({ effect }) => effect === 'allow');
  const outside = hasPositiveList && allowedBy.length === 0 ? policy.outside : null;
  const quotesNeeded = amountFen > policy.quotes.aboveFen ? policy.quotes.count : 0;
  const isToJustify =
    amountFen > policy.justifyAboveFen ||
    facts.isUrgent ||
    outside === 'explain' ||
    listed.some(({ effect }) => effect === 'explain');
  return {
    signers: tier.signers,
    notice: tier.notice,
    needsMinutes: tier.needsMinutes,
    quotesNeeded,
    advanceFen: Math.floor((amountFen * policy.advancePercent[kind]) / 100),
    workingDays: tier.signers.length + (facts.isUrgent ? 0 : daysOf(tier.notice)),
    lacks: [
      ...(facts.quotes < quotesNeeded ? (['quotes'] as const) : []),
      ...(tier.needsMinutes && !facts.hasMinutes ? (['minutes'] as const) : []),
      ...(isToJustify && !facts.isJustified ? (['justification'] as const) : []),
    ],
    aboveCapFen: amountFen > policy.capsFen[kind] ? policy.capsFen[kind] : null,
    isTooMuchForUrgent: facts.isUrgent && amountFen > policy.urgentUpToFen,
    listed,
    allowedBy,
    outside,
  };
}
