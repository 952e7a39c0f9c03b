import { defineEvent, defineTopic, type EventType } from '#libs/platform';
import type { Role } from './roles/roles.js';

/** Accounts, roles, delegations. */
export const PEOPLE = defineTopic('people');
/** Policies of the district, from all libraries. */
export const POLICIES = defineTopic('policies');

const ACCOUNT = { topic: PEOPLE, visibility: 'internal' } as const;

/** A change of a role, or of the account of its holder. `recoveryId`: the recovery that was started or used. */
export interface RoleChange {
  role: Role;
  recoveryId?: string;
}
export const RoleProposed = defineEvent<RoleChange>('RoleProposed', ACCOUNT);
export const RoleGranted = defineEvent<RoleChange>('RoleGranted', ACCOUNT);
export const RoleRevoked = defineEvent<RoleChange>('RoleRevoked', ACCOUNT);
export const PersonDisabled = defineEvent<RoleChange>('PersonDisabled', ACCOUNT);
export const PersonReopened = defineEvent<RoleChange>('PersonReopened', ACCOUNT);
export const ActivationCodeGiven = defineEvent<RoleChange>('ActivationCodeGiven', ACCOUNT);
export const SecondFactorForgotten = defineEvent<RoleChange>('SecondFactorForgotten', ACCOUNT);
export const RecoveryStopped = defineEvent<RoleChange>('RecoveryStopped', ACCOUNT);

export const PasswordSetWithCode = defineEvent<{ isRecovery: boolean; recoveryId: string }>(
  'PasswordSetWithCode',
  ACCOUNT,
);
export const SecondFactorSet = defineEvent('SecondFactorSet', ACCOUNT);

export const AccountErasureAsked = defineEvent('AccountErasureAsked', ACCOUNT);
export const AccountErasureWithdrawn = defineEvent('AccountErasureWithdrawn', ACCOUNT);
export const AccountErasureRefused = defineEvent<{ causes: string[] }>('AccountErasureRefused', ACCOUNT);
export const AccountErased = defineEvent<{ isAsked: boolean }>('AccountErased', ACCOUNT);

export const DelegationGiven = defineEvent<{ role: Role; deputyId: string }>('DelegationGiven', ACCOUNT);
export const DelegationEnded = defineEvent<{ role: Role }>('DelegationEnded', ACCOUNT);

/** A new version of a district policy is in force. */
export type PolicyEvent = EventType<{ version: number }>;
export const definePolicyEvent = (name: string): PolicyEvent =>
  defineEvent(name, { topic: POLICIES, visibility: 'public' });

export const AuthorityRulesSet = definePolicyEvent('AuthorityRulesSet');
export const RetentionRulesSet = definePolicyEvent('RetentionRulesSet');

/** Events that change what a person may do. */
export const CHANGES_RIGHTS = [RoleGranted, RoleRevoked, PersonDisabled, PersonReopened, AccountErased];
