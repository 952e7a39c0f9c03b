import { codedWords, type Problem } from '#libs/platform';
import { AlreadyExtended, ClaimEnded, WishState } from '../wish/wish.errors.js';
import { WISH_STATUS_WORDS, next, type WishStatus } from '../wish/wish.lifecycle.js';

export const CLAIM_STATUSES = ['active', 'begun', 'fulfilled', 'released', 'expired', 'cancelled'] as const;
export type ClaimStatus = (typeof CLAIM_STATUSES)[number];

const CLAIM_STATUS_WORDS = codedWords<ClaimStatus>({
  active: { zh: '已认领', en: 'claimed' },
  begun: { zh: '已联系', en: 'in contact' },
  fulfilled: { zh: '已圆梦', en: 'done' },
  released: { zh: '已归还', en: 'released' },
  expired: { zh: '已失效', en: 'expired' },
  cancelled: { zh: '已取消', en: 'cancelled' },
});

/** What people do with a claim after it was made: its volunteer all but `reassign`, the office `reassign`. */
export const CLAIM_STEPS = ['begin', 'extend', 'release', 'fulfil', 'reassign'] as const;
export type ClaimStep = (typeof CLAIM_STEPS)[number];

/** Whether the claim holds its place. */
export const isLive = (status: ClaimStatus): boolean => status === 'active' || status === 'begun';

interface ClaimFacts {
  status: ClaimStatus;
  extendedAt: Date | null;
}

/** Why the state of a claim and of its wish forbids a step; undefined if they allow it. */
export function claimStepRefusal(
  step: ClaimStep,
  claim: ClaimFacts,
  wish: { status: WishStatus },
): Problem | undefined {
  const ended = (): Problem => ClaimEnded({ state: CLAIM_STATUS_WORDS[claim.status] });
  const wishForbids = (): Problem => WishState({ state: WISH_STATUS_WORDS[wish.status], step });
  if (!isLive(claim.status)) return ended();
  switch (step) {
    case 'begin':
      if (claim.status !== 'active') return ended();
      return wish.status === 'open' ? wishForbids() : undefined;
    case 'extend':
      return claim.extendedAt ? AlreadyExtended() : undefined;
    case 'fulfil':
      return claim.status === 'begun' && next(wish.status, 'fulfil') ? undefined : wishForbids();
    case 'release':
    case 'reassign':
      return wish.status === 'open' || next(wish.status, 'release') ? undefined : ended();
  }
}

/** Passes when the state of the claim and of its wish allows the step. Throws CLAIM_STATE, CLAIM_EXTENDED, WISH_STATE. */
export function assertClaimStep(step: ClaimStep, claim: ClaimFacts, wish: { status: WishStatus }): void {
  const refusal = claimStepRefusal(step, claim, wish);
  if (refusal) throw refusal;
}

const OWN_STEPS = CLAIM_STEPS.filter((step) => step !== 'reassign');

/** The steps that the reader may take on a claim now. */
export const claimStepsFor = (
  claim: ClaimFacts,
  wish: { status: WishStatus },
  reader: { isClaimer: boolean; isManager: boolean },
): ClaimStep[] =>
  [...(reader.isClaimer ? OWN_STEPS : []), ...(reader.isManager ? (['reassign'] as const) : [])].filter(
    (step) => !claimStepRefusal(step, claim, wish),
  );
