import { Injectable } from '@nestjs/common';
import type { Actor, Permission, Problem } from '#libs/platform';
import { Access } from '#libs/identity';
import { SPEND_REQUEST } from '#libs/funds';
import type { Reason } from '../claim/claim.policy.js';
import {
  ClaimNotAllowed,
  ContactClosed,
  ReopenTooLate,
  SamePerson,
  WishErased,
  WishNotFound,
  WishNotOpen,
  WishState,
} from './wish.errors.js';
import { REOPEN_DAYS, WISH_STATUS_WORDS, mayCost, next, type WishStatus, type WishStep } from './wish.lifecycle.js';
import {
  CONTACT_VIEW,
  WISH_CANCEL,
  WISH_CLAIM,
  WISH_READ,
  WISH_REVIEW,
  WISH_SUBMIT,
  WISH_VERIFY,
  WISH_VISIT,
} from '../wishes.permissions.js';

/** What people do with a wish. Steps of a single claim are in `claim.lifecycle.ts`. */
export const WISH_ACTIONS = [
  'submit',
  'return',
  'verify',
  'merge',
  'publish',
  'reject',
  'transfer',
  'claim',
  'confirm',
  'reopen',
  'cancel',
  'widen',
  'askForTeam',
  'requestSpend',
  'viewContact',
] as const;
export type WishAction = (typeof WISH_ACTIONS)[number];

export interface StepFacts {
  status: WishStatus;
  unitPath: string;
  enteredBy: string;
  requesterId: string | null;
  closedAt: Date | null;
  erasedAt: Date | null;
}

/** What connects a person with a wish besides their roles. */
export interface Ties {
  /** It is the person's own wish (`OwnWishes`). */
  isOwn: boolean;
  /** The person did the work or recorded it, or nothing is recorded yet. */
  isFulfiller: boolean;
  /** The person holds a live claim on it. */
  isClaimer: boolean;
  /** Volunteers of the person's area may see it, although it is outside their units. */
  isReached: boolean;
  now: Date;
}
interface Needs {
  cancel: 'isOwn';
  confirm: 'isOwn' | 'isFulfiller';
  reopen: 'isOwn' | 'now';
  claim: 'isClaimer' | 'isReached';
  viewContact: 'isClaimer';
}
type TiesFor<A extends WishAction> = A extends keyof Needs ? Pick<Ties, Needs[A]> : object;
type Rules = { [A in WishAction]: (wish: StepFacts, actor: Actor, ties: TiesFor<A>) => Problem | undefined };

const DAY_MS = 86_400_000;

const claimBlockedBy = (rule: Reason['rule']): Problem =>
  ClaimNotAllowed({ reasons: [{ rule, passed: false, blocks: true, detail: {} } satisfies Reason] });

/** Why the lifecycle forbids a step; undefined if it allows it. */
export function stepRefusal(wish: Pick<StepFacts, 'status' | 'erasedAt'>, step: WishStep): Problem | undefined {
  if (wish.erasedAt) return WishErased();
  return next(wish.status, step) ? undefined : WishState({ state: WISH_STATUS_WORDS[wish.status], step });
}

/** Decides who may do what with a wish now; for the commands and for `allowedSteps`. Limits of a volunteer (number of
 *  claims, licences) and other open spend requests are checked by the commands only. */
@Injectable()
export class WishSteps {
  private readonly rules: Rules;

  constructor(access: Access) {
    const may = (permission: Permission, wish: StepFacts, actor: Actor): Problem | undefined =>
      access.refusal(actor, permission, wish.unitPath, WishNotFound);
    const staffStep =
      (step: WishStep, permission: (wish: StepFacts) => Permission) =>
      (wish: StepFacts, actor: Actor): Problem | undefined =>
        may(permission(wish), wish, actor) ?? stepRefusal(wish, step);
    const whileOpen = (wish: StepFacts, actor: Actor): Problem | undefined =>
      may(WISH_REVIEW, wish, actor) ??
      (wish.status === 'open' ? undefined : WishState({ state: WISH_STATUS_WORDS[wish.status] }));
    const review = (): Permission => WISH_REVIEW;
    this.rules = {
      submit: (wish, actor) => {
        const isTheirs = wish.enteredBy === actor.personId || wish.requesterId === actor.personId;
        return (
          may(WISH_SUBMIT, wish, actor) ??
          (isTheirs || access.may(actor, WISH_READ, wish.unitPath)
            ? stepRefusal(wish, 'submit')
            : SamePerson({ rule: '由提出人补充 / by its requester' }))
        );
      },
      verify: staffStep('verify', () => WISH_VERIFY),
      return: staffStep('return', ({ status }) => (status === 'verified' ? WISH_REVIEW : WISH_VERIFY)),
      merge: staffStep('merge', ({ status }) => (status === 'submitted' ? WISH_VERIFY : WISH_REVIEW)),
      publish: (wish, actor) =>
        staffStep('publish', review)(wish, actor) ??
        (wish.enteredBy === actor.personId
          ? SamePerson({ rule: '录入人不能发布 / the enterer does not publish' })
          : undefined),
      reject: staffStep('reject', review),
      transfer: staffStep('transfer', review),
      widen: whileOpen,
      askForTeam: whileOpen,
      cancel: (wish, actor, { isOwn }) => {
        const isWithdrawn = isOwn && access.hasAnywhere(actor, WISH_SUBMIT);
        return (isWithdrawn ? undefined : may(WISH_CANCEL, wish, actor)) ?? stepRefusal(wish, 'cancel');
      },
      confirm: (wish, actor, { isOwn, isFulfiller }) =>
        (isOwn ? undefined : may(WISH_VISIT, wish, actor)) ??
        stepRefusal(wish, 'confirm') ??
        (isFulfiller ? SamePerson({ rule: '圆梦人不能自己确认 / the fulfiller does not confirm' }) : undefined),
      reopen: (wish, actor, { isOwn, now }) => {
        const isLate = wish.closedAt !== null && now.getTime() - wish.closedAt.getTime() > REOPEN_DAYS * DAY_MS;
        return (
          (isOwn ? undefined : may(WISH_VISIT, wish, actor)) ??
          stepRefusal(wish, 'reopen') ??
          (isLate ? ReopenTooLate() : undefined)
        );
      },
      claim: (wish, actor, { isClaimer, isReached }) =>
        (isReached ? undefined : may(WISH_CLAIM, wish, actor)) ??
        (wish.status === 'open' ? undefined : WishNotOpen({ state: WISH_STATUS_WORDS[wish.status] })) ??
        (wish.requesterId === actor.personId ? claimBlockedBy('not-own') : undefined) ??
        (isClaimer ? claimBlockedBy('not-twice') : undefined),
      requestSpend: (wish, actor) =>
        may(SPEND_REQUEST, wish, actor) ??
        (mayCost(wish) ? undefined : WishState({ state: WISH_STATUS_WORDS[wish.status], step: 'spend' })),
      viewContact: (wish, actor, { isClaimer }) =>
        isClaimer || access.may(actor, CONTACT_VIEW, wish.unitPath) ? undefined : ContactClosed(),
    };
  }

  /** Why the actor may not take the step now: outside the scope, not permitted, wrong state, or separation of duties. */
  refusal<A extends WishAction>(action: A, wish: StepFacts, actor: Actor, ties: TiesFor<A>): Problem | undefined {
    return this.rules[action](wish, actor, ties);
  }

  /** Throws the refusal of the step, if there is one. */
  assert<A extends WishAction>(action: A, wish: StepFacts, actor: Actor, ties: TiesFor<A>): void {
    const refusal = this.refusal(action, wish, actor, ties);
    if (refusal) throw refusal;
  }

  /** The steps that the actor may take on the wish now. */
  allowed(wish: StepFacts, actor: Actor, ties: Ties): WishAction[] {
    return WISH_ACTIONS.filter((action) => !this.refusal(action, wish, actor, ties));
  }
}
