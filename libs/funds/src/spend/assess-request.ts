import type { Duration } from '#libs/platform';
import type { Role } from '#libs/identity';
import type { ListRule, OutsideEffect, SpendKind, SpendPolicy, SpendTier } from './spend.policy.js';

/** The facts that a policy assesses. */
export interface SpendFacts {
  kind: SpendKind;
  amountFen: number;
  isUrgent: boolean;
  /** All texts of the request: see `textOf`. */
  text: string;
  quotes: number;
  hasMinutes: boolean;
  isJustified: boolean;
}

/** All texts of a request, for matching with the word lists. */
export const textOf = (request: {
  purpose: string;
  payee: string;
  justification?: string | null;
  items: readonly { name: string }[];
}): string =>
  [request.purpose, request.payee, request.justification ?? '', ...request.items.map(({ name }) => name)].join('\n');

export const SPEND_LACKS = ['quotes', 'minutes', 'justification'] as const;
export type SpendLack = (typeof SPEND_LACKS)[number];

/** The assessment of a request under a policy. */
export interface SpendVerdict {
  signers: Role[];
  notice: Duration | null;
  needsMinutes: boolean;
  quotesNeeded: number;
  /** The most that may be paid before acceptance. */
  advanceFen: number;
  /** The shortest time until payment: one working day per signer, plus the notice unless the request is urgent. */
  workingDays: number;
  /** What is missing before the request can be submitted. */
  lacks: SpendLack[];
  /** The cap of its kind, when the amount is above it. */
  aboveCapFen: number | null;
  /** Too much for payment before the notice. */
  isTooMuchForUrgent: boolean;
  /** Matching rules of the negative lists. */
  listed: ListRule[];
  /** Matching rules of the positive list. */
  allowedBy: ListRule[];
  /** The effect when no rule of the positive list matches; null: a rule matches, or there is no positive list. */
  outside: OutsideEffect | null;
}

/** Whether the policy refuses the request, even with more papers. */
export const isForbidden = ({ aboveCapFen, isTooMuchForUrgent, listed, outside }: SpendVerdict): boolean =>
  aboveCapFen !== null || isTooMuchForUrgent || outside === 'stop' || listed.some(({ effect }) => effect === 'stop');

const NO_TIER: SpendTier = { upToFen: null, signers: [], notice: null, needsMinutes: false };

const daysOf = (notice: Duration | null): number =>
  notice === null ? 0 : notice.unit === 'workingDay' || notice.unit === 'day' ? notice.amount : 1;

/** Assesses a request under a policy. Pure: a replay yields the same verdict. */
export function assess(policy: SpendPolicy, facts: SpendFacts): SpendVerdict {
  const { amountFen, kind } = facts;
  const tier = policy.tiers.find(({ upToFen }) => upToFen === null || amountFen <= upToFen) ?? NO_TIER;
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
