import { codedWords, problem, type Actor, type Problem } from '#libs/platform';
import type { Blocker } from '../score/score.js';
import type { InvitationEnd, InvitationStatus } from './invitation-codes.js';

export const InvitationNotFound = problem('INVITATION_NOT_FOUND', 404, {
  zh: '没有这个邀请。',
  en: 'There is no such invitation.',
});
export const InvitationEnded = problem('INVITATION_ENDED', 409, {
  zh: '这个邀请已经结束（{state}），谢谢您。',
  en: 'This invitation has ended ({state}); thank you.',
});

const ENDING_WORDS = codedWords<InvitationEnd>({
  accepted: { zh: '已接受', en: 'accepted' },
  declined: { zh: '已婉拒', en: 'declined' },
  lapsed: { zh: '未答复', en: 'not answered' },
  withdrawn: { zh: '已收回', en: 'withdrawn' },
});

/** How the invited volunteer answers. */
export const INVITATION_STEPS = ['accept', 'decline'] as const;
export type InvitationStep = (typeof INVITATION_STEPS)[number];

/** With these the claim that an acceptance makes is refused. The others only warn. */
const FORBID_CLAIM: readonly Blocker[] = ['licence', 'load'];

interface Facts {
  volunteerId: string;
  status: InvitationStatus;
}

/** Why the actor may not answer the invitation. */
export function answerRefusal({ volunteerId, status }: Facts, actor: Actor): Problem | undefined {
  if (volunteerId !== actor.personId) return InvitationNotFound();
  return status === 'open' ? undefined : InvitationEnded({ state: ENDING_WORDS[status] });
}

/** The steps that the actor may take now. `blockers`: of the volunteer and the wish. */
export function invitationStepsFor(invitation: Facts, blockers: readonly Blocker[], actor: Actor): InvitationStep[] {
  if (answerRefusal(invitation, actor)) return [];
  return INVITATION_STEPS.filter((step) => step !== 'accept' || !blockers.some((one) => FORBID_CLAIM.includes(one)));
}
