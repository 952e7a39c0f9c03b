import { defineEvent, defineTopic } from '#libs/platform';
import { definePolicyEvent } from '#libs/identity';

export const PLANS = defineTopic('plans');
export const INVITATIONS = defineTopic('invitations');

const OF_PLAN = { topic: PLANS, visibility: 'internal' } as const;
const OF_INVITATION = { topic: INVITATIONS, visibility: 'internal' } as const;

export const PlanAskedFor = defineEvent('PlanAskedFor', OF_PLAN);
export const PlanComputed = defineEvent<{ places: number; pairs: number }>('PlanComputed', OF_PLAN);
export const PlanSent = defineEvent('PlanSent', OF_PLAN);

export const VolunteerInvited = defineEvent<{ invitationId: string }>('VolunteerInvited', OF_INVITATION);
export const InvitationAccepted = defineEvent<{ invitationId: string }>('InvitationAccepted', OF_INVITATION);
export const InvitationDeclined = defineEvent<{ invitationId: string }>('InvitationDeclined', OF_INVITATION);
export const InvitationLapsed = defineEvent<{ invitationId: string }>('InvitationLapsed', OF_INVITATION);
export const InvitationWithdrawn = defineEvent<{ invitationId: string }>('InvitationWithdrawn', OF_INVITATION);
export const InvitationsExhausted = defineEvent<{ planId: string }>('InvitationsExhausted', OF_INVITATION);

export const MatchPolicySet = definePolicyEvent('MatchPolicySet');
