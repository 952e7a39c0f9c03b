import { Injectable } from '@nestjs/common';
import { shanghaiDay, type Actor, type Flag, type Permission, type Problem } from '#libs/platform';
import { Access, type Role } from '#libs/identity';
import type { SpendTies } from './spend-ties.js';
import {
  AcceptanceMissing,
  AlreadyAccepted,
  AlreadyAnswered,
  AlreadyReversed,
  ContractKnown,
  FourEyes,
  NotYourPause,
  NotYourSignature,
  NotYourTurn,
  ObjectionNotFound,
  OwnObjection,
  PaymentNotFound,
  PaymentNotRenewed,
  PaymentTooLarge,
  RefundTooLarge,
  RetentionHeld,
  ReversalNotFound,
  SpendIsPaused,
  SpendNotPaused,
  SpendNotYours,
  SpendRequestDecided,
  SpendRequestNotFound,
} from './spend.errors.js';
import {
  SPEND_STATUS_WORDS,
  heldFenOf,
  mayAlso,
  mayTake,
  type ParticipationAct,
  type SpendStatus,
  type SpendStep,
} from './spend.lifecycle.js';
import {
  OBJECTION_ANSWER,
  SPEND_ACCEPT,
  SPEND_APPROVE,
  SPEND_COMMIT,
  SPEND_PAUSE,
  SPEND_PAY,
  SPEND_RELEASE,
  SPEND_REQUEST,
  SPEND_REVERSE,
} from '../funds.permissions.js';

/** What people do with a spend request. Objections are made on the page of public notices. */
export const SPEND_ACTIONS = [
  'revise',
  'withdraw',
  'sign',
  'return',
  'refuse',
  'pause',
  'resume',
  'commit',
  'accept',
  'pay',
  'release',
  'viewPayeeAccount',
] as const;
export type SpendAction = (typeof SPEND_ACTIONS)[number];
/** How a payment is corrected. */
export const PAYMENT_ACTIONS = ['refund', 'reverse'] as const;
export type PaymentAction = (typeof PAYMENT_ACTIONS)[number];
/** What a second person does with a proposed reversal, and a signer after it. */
export const REVERSAL_ACTIONS = ['decide', 'renew'] as const;
export type ReversalAction = (typeof REVERSAL_ACTIONS)[number];
/** What the supervision committee does with an objection. */
export const OBJECTION_ACTIONS = ['answer'] as const;
export type ObjectionAction = (typeof OBJECTION_ACTIONS)[number];

/** The part of a request that decides who sees it. */
interface Seen {
  status: SpendStatus;
  unitPath: string;
  requestedBy: string;
}
/** The part of a request that limits its payments. */
interface Payable {
  year: number | null;
  amountFen: number;
  paidFen: number;
  releasedFen: number;
  advanceFen: number;
  retentionFen: number;
  retentionUntil: string | null;
  acceptedAt: Date | null;
}
export interface SpendFacts extends Seen, Payable, SpendTies {
  nextRole: Role | null;
  committedAt: Date | null;
}
export interface PaymentFacts {
  amountFen: number;
  refundedFen: number;
  /** A reversal is proposed or agreed. */
  hasReversal: boolean;
}
export interface ReversalFacts {
  proposedBy: string;
  isAgreed: Flag | null;
  decidedBy: string | null;
  renewedBy: string | null;
}

export interface Turn {
  role: Role;
  /** The person for whom the actor signs as a deputy. */
  behalfOf: string | null;
}

/** Steps that move a request on, and for which somebody else must be found when separation of duties forbids them. */
export const BARRED_ACTIONS = ['sign', 'accept', 'pay'] as const satisfies readonly SpendAction[];
export type BarredAction = (typeof BARRED_ACTIONS)[number];
const FOUR_EYES = FourEyes().kind.code;

type Rule = (request: SpendFacts, actor: Actor, now: Date) => Problem | undefined;

/** The roles that may pause. When a person holds several, the first in this list is recorded. */
const PAUSERS: readonly Role[] = SPEND_PAUSE.roles;
/** Roles that may lift every pause. */
const ABOVE_ALL: ReadonlySet<Role> = new Set(['district_officer', 'auditor']);
/** The actor's roles that may pause in this unit. */
export const pausersAt = (actor: Actor, unitPath: string): Role[] =>
  PAUSERS.filter((role) => actor.grants.some((grant) => grant.role === role && unitPath.startsWith(grant.path)));

/** The most that may be paid now: without the retention until its day. */
export function payableFenOf(request: Payable, now: Date): { payableFen: number; isRetained: boolean } {
  const heldFen = heldFenOf(request);
  const isRetained = request.retentionUntil !== null && shanghaiDay(now) < request.retentionUntil;
  return { payableFen: isRetained ? Math.max(0, heldFen - request.retentionFen) : heldFen, isRetained };
}

/** Why this amount cannot be paid now. */
export function amountRefusal(request: Payable, amountFen: number, now: Date): Problem | undefined {
  const heldFen = heldFenOf(request);
  const { payableFen } = payableFenOf(request, now);
  if (amountFen > heldFen) return PaymentTooLarge({ restFen: heldFen });
  if (amountFen > payableFen) return RetentionHeld({ until: request.retentionUntil, payableFen });
  if (!request.acceptedAt && request.paidFen + amountFen > request.advanceFen)
    return AcceptanceMissing({ advanceFen: Math.max(0, request.advanceFen - request.paidFen) });
  return undefined;
}

const pausedBy = ({ pause }: SpendTies): Problem | undefined =>
  pause ? SpendIsPaused({ reason: pause.reason }) : undefined;

/** Why these people may not do this: they have another part in the request, or have lifted a pause. The latter may only
 *  answer objections. */
function partRefusal(
  { participations, lifters }: SpendTies,
  act: ParticipationAct,
  people: string[],
): Problem | undefined {
  const isBarred = (id: string): boolean =>
    (act !== 'answer' && lifters.includes(id)) ||
    !mayAlso(participations.find(({ personId }) => personId === id)?.act, act);
  return people.some(isBarred) ? FourEyes() : undefined;
}

/** Decides who may do what with a spend request now; for the commands and for `allowedSteps`. Whether people are
 *  independent needs the database; the commands and the read model ask `Independence` as well. Amounts, voucher numbers
 *  and other open requests of the wishes are checked by the commands only. */
@Injectable()
export class SpendSteps {
  private readonly rules: Record<SpendAction, Rule>;

  constructor(private readonly access: Access) {
    const own =
      (step: SpendStep): Rule =>
      (request, actor) =>
        this.basics(request, actor, { permission: SPEND_REQUEST, step }) ??
        (request.requestedBy === actor.personId ? undefined : SpendNotYours());
    const decides =
      (step: SpendStep): Rule =>
      (request, actor) =>
        this.basics(request, actor, { permission: SPEND_APPROVE, step }) ?? this.turnRefusal(request, actor);
    this.rules = {
      revise: own('revise'),
      withdraw: own('withdraw'),
      sign: (request, actor, now) => {
        const refusal = decides('sign')(request, actor, now) ?? pausedBy(request);
        if (refusal) return refusal;
        const behalfOf = this.signingTurn(request, actor)?.behalfOf;
        // The absent person counts as a signer, too: a deputy cannot sign what that person may not sign.
        const people = [actor.personId, ...(behalfOf ? [behalfOf] : [])];
        const hasSigned = request.signed.some(
          (one) => one.personId === actor.personId || (one.behalfOf ?? one.personId) === (behalfOf ?? actor.personId),
        );
        return partRefusal(request, 'sign', people) ?? (hasSigned ? FourEyes() : undefined);
      },
      return: decides('return'),
      refuse: decides('refuse'),
      pause: (request, actor) =>
        this.basics(request, actor, { permission: SPEND_PAUSE, step: 'pause' }) ?? pausedBy(request),
      resume: (request, actor) => {
        const refusal = this.basics(request, actor, { permission: SPEND_PAUSE });
        if (refusal) return refusal;
        if (!request.pause) return SpendNotPaused();
        if (request.participations.some(({ personId }) => personId === actor.personId)) return FourEyes();
        const { pausedAs } = request.pause;
        // Older pauses do not record the role; any supervisor may lift those.
        const isTheirs = (role: Role): boolean => pausedAs === null || role === pausedAs || ABOVE_ALL.has(role);
        return pausersAt(actor, request.unitPath).some(isTheirs) ? undefined : NotYourPause();
      },
      commit: (request, actor) =>
        this.basics(request, actor, { permission: SPEND_COMMIT, step: 'commit' }) ??
        pausedBy(request) ??
        (request.committedAt ? ContractKnown() : undefined) ??
        partRefusal(request, 'order', [actor.personId]),
      accept: (request, actor) =>
        this.basics(request, actor, { permission: SPEND_ACCEPT, step: 'accept' }) ??
        (request.acceptedAt ? AlreadyAccepted() : undefined) ??
        partRefusal(request, 'accept', [actor.personId]),
      pay: (request, actor, now) =>
        this.basics(request, actor, { permission: SPEND_PAY, step: 'pay' }) ??
        pausedBy(request) ??
        (request.awaitsRenewal ? PaymentNotRenewed() : undefined) ??
        partRefusal(request, 'pay', [actor.personId]) ??
        amountRefusal(request, 1, now),
      release: (request, actor) => this.basics(request, actor, { permission: SPEND_RELEASE, step: 'release' }),
      viewPayeeAccount: (request, actor) => this.accountRefusal(request, actor),
    };
  }

  /** Throws the reason why the actor may not take the step now. */
  assert(action: SpendAction, request: SpendFacts, actor: Actor, now: Date): void {
    const refusal = this.rules[action](request, actor, now);
    if (refusal) throw refusal;
  }

  /** The steps that the actor may take now. */
  allowed(request: SpendFacts, actor: Actor, now: Date): SpendAction[] {
    return SPEND_ACTIONS.filter((action) => !this.rules[action](request, actor, now));
  }

  /** The signatures, acceptances and payments that would be the actor's, were it not for separation of duties. */
  barred(request: SpendFacts, actor: Actor, now: Date): BarredAction[] {
    const isDue = (action: BarredAction): boolean =>
      action !== 'sign' || this.signingTurn(request, actor) !== undefined;
    return BARRED_ACTIONS.filter(
      (action) => isDue(action) && this.rules[action](request, actor, now)?.kind.code === FOUR_EYES,
    );
  }

  /** In which role the actor signs now, and for whom; undefined when it is not their turn. */
  signingTurn({ nextRole, unitPath }: SpendFacts, actor: Actor): Turn | undefined {
    const turn = nextRole && this.access.signingTurn(actor, nextRole, unitPath);
    return turn ? { role: nextRole, ...turn } : undefined;
  }

  /** Why the actor may not see the payee's bank account in full. */
  accountRefusal(request: Seen, actor: Actor): Problem | undefined {
    return this.basics(request, actor, { permission: SPEND_PAY });
  }

  /** Why the actor may not correct a payment so. Amounts are checked by the command only. */
  paymentRefusal(action: PaymentAction, payment: PaymentFacts, request: SpendFacts, actor: Actor): Problem | undefined {
    const refusal = this.basics(request, actor, { permission: SPEND_PAY, step: action, absent: PaymentNotFound });
    if (refusal) return refusal;
    if (payment.hasReversal) return AlreadyReversed();
    if (action === 'reverse') return payment.refundedFen > 0 ? AlreadyReversed() : undefined;
    return payment.refundedFen < payment.amountFen ? undefined : RefundTooLarge({ restFen: 0 });
  }

  /** Why the actor may not decide on a reversal, or release its request for payment again. */
  reversalRefusal(
    action: ReversalAction,
    reversal: ReversalFacts,
    request: SpendFacts,
    actor: Actor,
  ): Problem | undefined {
    const { isAgreed, proposedBy, decidedBy, renewedBy } = reversal;
    const isTheirs = actor.personId === proposedBy || actor.personId === decidedBy;
    if (action === 'decide')
      return (
        this.basics(request, actor, { permission: SPEND_REVERSE, absent: ReversalNotFound }) ??
        (isAgreed === null ? undefined : ReversalNotFound()) ??
        (isTheirs ? FourEyes() : undefined) ??
        partRefusal(request, 'reverse', [actor.personId])
      );
    return (
      this.basics(request, actor, { permission: SPEND_APPROVE, step: 'renew', absent: ReversalNotFound }) ??
      (isAgreed && !renewedBy ? undefined : ReversalNotFound()) ??
      pausedBy(request) ??
      (request.signed.some(({ personId }) => personId === actor.personId) ? undefined : NotYourSignature()) ??
      (isTheirs ? FourEyes() : undefined)
    );
  }

  /** Why the actor may not answer an objection. */
  answerRefusal(
    objection: { raisedBy: string; answeredAt: Date | null },
    request: SpendFacts,
    actor: Actor,
  ): Problem | undefined {
    return (
      this.basics(request, actor, { permission: OBJECTION_ANSWER, absent: ObjectionNotFound }) ??
      (objection.answeredAt ? AlreadyAnswered() : undefined) ??
      (objection.raisedBy === actor.personId ? OwnObjection() : undefined) ??
      partRefusal(request, 'answer', [actor.personId])
    );
  }

  private turnRefusal(request: SpendFacts, actor: Actor): Problem | undefined {
    if (request.requestedBy === actor.personId) return FourEyes();
    const turn = this.signingTurn(request, actor);
    if (!turn) return NotYourTurn({ role: request.nextRole });
    return turn.behalfOf === request.requestedBy ? FourEyes() : undefined;
  }

  /** Sight, permission and status. Only its requester sees a draft. */
  private basics(
    request: Seen,
    actor: Actor,
    {
      permission,
      step,
      absent = SpendRequestNotFound,
    }: { permission: Permission; step?: SpendStep; absent?: () => Problem },
  ): Problem | undefined {
    if (request.status === 'draft' && request.requestedBy !== actor.personId) return absent();
    const isOpen = step === undefined || mayTake(request.status, step);
    return (
      this.access.refusal(actor, permission, request.unitPath, absent) ??
      (isOpen ? undefined : SpendRequestDecided({ state: SPEND_STATUS_WORDS[request.status] }))
    );
  }
}
