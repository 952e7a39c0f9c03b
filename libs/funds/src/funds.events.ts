import { defineEvent, defineTopic, type EventType } from '#libs/platform';
import { POLICIES } from '#libs/identity';

/** Live topic for money: the fund, its years, spend requests, payments and bank statements. */
export const FUNDS = defineTopic('funds');

const PUBLIC = { topic: FUNDS, visibility: 'public' } as const;
const INTERNAL = { topic: FUNDS, visibility: 'internal' } as const;

export const YearOpened = defineEvent<{ year: number; communities: number }>('YearOpened', PUBLIC);
export const YearAllotted = defineEvent<{ year: number; amountFen: number; communities: number }>(
  'YearAllotted',
  PUBLIC,
);
export const YearClosed = defineEvent<{ year: number; rollover: string }>('YearClosed', PUBLIC);
export const FundPlanSet = defineEvent<{ year: number; version: number }>('FundPlanSet', PUBLIC);
export const IncomeRecorded = defineEvent<{ incomeId: string; source: string; amountFen: number; year: number }>(
  'IncomeRecorded',
  PUBLIC,
);
export const SpendPolicySet = defineEvent<{ version: number; source: string }>('SpendPolicySet', {
  topic: POLICIES,
  visibility: 'public',
});

/** Recorded on the timeline of each wish of a request. Notifications are sent for the first wish only. */
export interface OfSpend {
  spendRequestId: string;
  /** Number of wishes that share the request, when there are several. */
  wishes?: number;
  /** The event is already on another wish's timeline. */
  isRepeated?: boolean;
}
export type SpendEvent<Data extends object = object> = EventType<OfSpend & Data>;
const spendEvent = <Data extends object = object>(name: string): SpendEvent<Data> =>
  defineEvent<OfSpend & Data>(name, PUBLIC);

interface Sum {
  amountFen: number;
}
export const SpendRequested = spendEvent<Sum>('SpendRequested');
export const SpendRevised = spendEvent<Sum>('SpendRevised');
export const SpendSigned = spendEvent<{ role: string; place: number; behalfOf: string | null }>('SpendSigned');
export const SpendReturned = spendEvent('SpendReturned');
export const SpendRefused = spendEvent('SpendRefused');
/** A decision: the amount, and the budget year that pays it. */
type Decision = Sum & { year: number | null; behalfOf?: string | null };
export const SpendNoticed = spendEvent<Decision>('SpendNoticed');
export const SpendApproved = spendEvent<Decision>('SpendApproved');
export const SpendObjected = spendEvent<{ objectionId: string }>('SpendObjected');
export const ObjectionAnswered = spendEvent<{ isUpheld: boolean }>('ObjectionAnswered');
export const SpendPaused = spendEvent('SpendPaused');
export const SpendResumed = spendEvent('SpendResumed');
export const SpendCommitted = spendEvent<Sum>('SpendCommitted');
export const SpendAccepted = spendEvent('SpendAccepted');
export const SpendPaid = spendEvent<Sum & { releasedFen: number }>('SpendPaid');
export const SpendRefunded = spendEvent<Sum>('SpendRefunded');
export const ReversalProposed = spendEvent('ReversalProposed');
export const PaymentReversed = spendEvent<Sum>('PaymentReversed');
export const SpendRenewed = spendEvent('SpendRenewed');
export const SpendReleased = spendEvent<Sum>('SpendReleased');
export const SpendWithdrawn = spendEvent<Sum>('SpendWithdrawn');
export const SpendNarrowed = spendEvent('SpendNarrowed');

export const PayeeAdded = defineEvent<{ kind: string }>('PayeeAdded', INTERNAL);
export const PayeeCorrected = defineEvent<{
  from: string;
  to: string;
  isRenamed: boolean;
  isInUse: boolean;
  /** Only when the name of an organisation was corrected. */
  nameBefore?: string;
  nameNow?: string;
  reason: string;
}>('PayeeCorrected', INTERNAL);

export const BankStatementImported = defineEvent<{ lines: number; added: number }>('BankStatementImported', INTERNAL);
export const BankBreakConfirmed = defineEvent('BankBreakConfirmed', INTERNAL);
export const BankRetractionProposed = defineEvent('BankRetractionProposed', INTERNAL);
export const BankRetractionDeclined = defineEvent('BankRetractionDeclined', INTERNAL);
export const BankStatementRetracted = defineEvent('BankStatementRetracted', INTERNAL);
export const BankMatched = defineEvent<{ matches: number }>('BankMatched', INTERNAL);
export const BankUnmatched = defineEvent('BankUnmatched', INTERNAL);
export const BankLineSetAside = defineEvent('BankLineSetAside', INTERNAL);
export const BankLineBroughtBack = defineEvent('BankLineBroughtBack', INTERNAL);
