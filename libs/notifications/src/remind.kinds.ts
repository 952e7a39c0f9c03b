import type { EventKind } from '#libs/platform';
import { ReversalProposed, SpendApproved, SpendObjected, SpendPaused, SpendRefused, SpendReturned } from '#libs/funds';
import {
  AccountErasureAsked,
  AccountErasureRefused,
  PasswordStarted,
  RecoveryStopped,
  RoleGranted,
  RoleProposed,
  RoleRevoked,
  SecondFactorForgotten,
  StartCodeGiven,
  type Role,
} from '#libs/identity';
import { InvitationsExhausted, VolunteerInvited } from '#libs/matching';
import { ClaimExpired, ClaimExtended, ClaimReleased, WishReopened, WishReturned } from '#libs/wishes';
import type { NotificationKind } from './templates.js';

/** Whom a due clock or an event concerns. `person` names those in the row itself, `roles` those who answer for the unit. */
export interface Addressees {
  subject: 'wish' | 'claim' | 'spend';
  person?: 'volunteer' | 'invited' | 'requester' | 'asker' | 'enterer';
  roles?: Role[];
  /** Beside them, whoever's turn it is to sign, and whoever stands in for her. */
  byTurn?: boolean;
}

export const REMINDERS = {
  'wish.verify': { subject: 'wish', roles: ['grid_worker', 'grid_leader'] },
  'wish.publish': { subject: 'wish', roles: ['community_secretary', 'community_director'] },
  'wish.cold': { subject: 'wish', roles: ['community_secretary'] },
  'wish.unclaimed': { subject: 'wish', roles: ['community_secretary'] },
  'wish.confirm': { subject: 'wish', person: 'requester', roles: ['grid_worker'] },
  'wish.visit': { subject: 'wish', roles: ['grid_worker', 'grid_leader'] },
  'claim.notBegun': { subject: 'claim', person: 'volunteer' },
  'claim.expiring': { subject: 'claim', person: 'volunteer' },
  'claim.dueSoon': { subject: 'claim', person: 'volunteer' },
  'claim.duePassed': { subject: 'claim', person: 'volunteer', roles: ['grid_worker'] },
  'spend.decide': { subject: 'spend', byTurn: true },
  'spend.accept': { subject: 'spend', person: 'asker', roles: ['grid_leader', 'supervision_committee'] },
  'spend.object': { subject: 'spend', roles: ['supervision_committee'] },
  'spend.pay': { subject: 'spend', roles: ['finance_clerk'] },
} as const satisfies Partial<Record<NotificationKind, Addressees>>;

/** What happens to a person's own account. The person hears of it by every way that leads there. */
export const ACCOUNT_NEWS = {
  StartCodeGiven,
  PasswordStarted,
  SecondFactorForgotten,
  RecoveryStopped,
  RoleProposed,
  RoleGranted,
  RoleRevoked,
  AccountErasureAsked,
  AccountErasureRefused,
} satisfies Partial<Record<NotificationKind, EventKind>>;
/** What the office above hears when a recovery was stopped. */
export const FOR_THE_OFFICE = 'RecoveryStoppedBelow' satisfies NotificationKind;

export const NEWS_EVENTS = {
  VolunteerInvited,
  InvitationsExhausted,
  ClaimExpired,
  ClaimExtended,
  ClaimReleased,
  WishReopened,
  WishReturned,
  SpendApproved,
  SpendReturned,
  SpendObjected,
  SpendPaused,
  SpendRefused,
  ReversalProposed,
} satisfies Partial<Record<NotificationKind, EventKind>>;

/** Events that people are told of at once. A re-opened wish goes one level up as well. */
export const NEWS = {
  VolunteerInvited: { subject: 'wish', person: 'invited' },
  InvitationsExhausted: { subject: 'wish', roles: ['community_secretary'] },
  ClaimExpired: { subject: 'wish', person: 'volunteer', roles: ['community_secretary'] },
  ClaimExtended: { subject: 'wish', roles: ['grid_worker'] },
  ClaimReleased: { subject: 'wish', roles: ['community_secretary'] },
  WishReopened: { subject: 'wish', person: 'volunteer', roles: ['community_secretary', 'town_officer'] },
  WishReturned: { subject: 'wish', person: 'enterer' },
  SpendApproved: { subject: 'wish', person: 'asker' },
  SpendReturned: { subject: 'wish', person: 'asker' },
  SpendObjected: { subject: 'wish', person: 'asker', roles: ['supervision_committee', 'community_secretary'] },
  SpendPaused: { subject: 'wish', person: 'asker', roles: ['community_secretary', 'finance_clerk'] },
  ReversalProposed: { subject: 'wish', roles: ['community_secretary', 'town_officer'] },
  SpendRefused: { subject: 'wish', person: 'asker' },
} as const satisfies Record<keyof typeof NEWS_EVENTS, Addressees>;
