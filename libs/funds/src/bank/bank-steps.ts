import type { Flag, Problem } from '#libs/platform';
import type { LineState } from './bank-codes.js';
import {
  RetractionNeedsTwo,
  RetractionNotFound,
  StatementInUse,
  LaterStatementDepends,
  StatementRetracted,
} from './bank.errors.js';

/** What is done with the bank account of a unit. */
export const BANK_STEPS = ['import', 'match'] as const;
export type BankStep = (typeof BANK_STEPS)[number];
/** What is done with a movement. */
export const LINE_STEPS = ['match', 'setAside', 'undoMatch', 'bringBack'] as const;
export type LineStep = (typeof LINE_STEPS)[number];
/** What is done with a statement. */
export const STATEMENT_STEPS = ['retract'] as const;
export type StatementStep = (typeof STATEMENT_STEPS)[number];
/** What a second person does with a proposal to retract a statement. */
export const RETRACTION_STEPS = ['agree', 'decline'] as const;
export type RetractionStep = (typeof RETRACTION_STEPS)[number];
/** What is done with a break of a statement. */
export const BREAK_STEPS = ['confirm'] as const;
export type BreakStep = (typeof BREAK_STEPS)[number];

/** The state of a movement in which each step is allowed. */
export const LINE_FROM: Record<LineStep, LineState> = {
  match: 'open',
  setAside: 'open',
  undoMatch: 'matched',
  bringBack: 'aside',
};

/** What speaks against a retraction. */
export interface StatementUse {
  retractedAt: Date | null;
  /** Movements that are matched, and that are set aside. */
  matched: number;
  aside: number;
  /** A later statement that skipped movements because of this one. */
  laterFile: string | null;
}

/** Why a statement cannot be retracted: no decision about its movements may be lost, and no later statement get gaps. */
export function retractionRefusal({ retractedAt, matched, aside, laterFile }: StatementUse): Problem | undefined {
  if (retractedAt) return StatementRetracted();
  if (matched + aside > 0) return StatementInUse({ matched, aside });
  return laterFile === null ? undefined : LaterStatementDepends({ fileName: laterFile });
}

/** Why this person may not decide on a proposal: it is decided, or they made it. */
export function decisionRefusal(
  { isAgreed, proposedBy }: { isAgreed: Flag | null; proposedBy: string },
  personId: string,
): Problem | undefined {
  if (isAgreed !== null) return RetractionNotFound();
  return proposedBy === personId ? RetractionNeedsTwo() : undefined;
}
