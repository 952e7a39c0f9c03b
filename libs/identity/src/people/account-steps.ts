import type { Actor } from '#libs/platform';
import { Authority, isAllowed, type HeldRole } from '../roles/authority.js';
import { assertMayDelegate } from '../roles/delegation-steps.js';
import { SIGNING_ROLES, type Role } from '../roles/roles.js';
import { PersonNotFound } from './person.errors.js';

/** State of an account recovery. `given`: an activation code waits to be used. `suspended`: money permissions are suspended
 *  after it. `locked`: the recovery was stopped. */
export const RECOVERY_STATES = ['given', 'suspended', 'locked'] as const;
export type RecoveryState = (typeof RECOVERY_STATES)[number];

/** What an office does with an account. */
export const ACCOUNT_STEPS = [
  'addRole',
  'giveActivationCode',
  'stopRecovery',
  'removeSecondFactor',
  'disable',
  'reopen',
] as const;
export type AccountStep = (typeof ACCOUNT_STEPS)[number];

interface Account {
  id: string;
  isDisabled: boolean;
  hasSecondFactor: boolean;
  recovery: RecoveryState | null;
  roles: HeldRole[];
}

/** The steps that the actor may take with an account now. A disabled account is reopened first. */
export function accountStepsFor(authority: Authority, actor: Actor, account: Account): AccountStep[] {
  const { id, isDisabled, recovery, roles } = account;
  const mayHandle = isAllowed(() => authority.assertMayHandle(actor, id, roles));
  const mayRekey = mayHandle && isAllowed(() => authority.assertMayRekey(actor, id, roles));
  const allowed: Record<AccountStep, boolean> = {
    addRole: !isDisabled && id !== actor.personId && isAllowed(() => authority.assertMayChange(actor, roles)),
    giveActivationCode: !isDisabled && mayRekey,
    stopRecovery: !isDisabled && mayHandle && (recovery === 'given' || recovery === 'suspended'),
    removeSecondFactor: !isDisabled && mayRekey && account.hasSecondFactor,
    disable: !isDisabled && mayHandle,
    reopen: isDisabled && mayHandle,
  };
  return ACCOUNT_STEPS.filter((step) => allowed[step]);
}

/** What an office or the holder does with a role. */
export const ROLE_STEPS = ['revoke', 'delegate'] as const;
export type RoleStep = (typeof ROLE_STEPS)[number];

/** Whether a deputy can sign for the holder of the role. */
export const isDelegable = (role: Role, isConfirmed: boolean): boolean => isConfirmed && SIGNING_ROLES.includes(role);

/** The steps that the actor may take with one role of an account now. To refuse an appointment is to revoke it. */
export function roleStepsFor(
  authority: Authority,
  actor: Actor,
  { id: personId, isDisabled, roles }: Pick<Account, 'id' | 'isDisabled' | 'roles'>,
  { role, path, confirmedAt }: HeldRole,
): RoleStep[] {
  if (isDisabled) return [];
  const allowed: Record<RoleStep, boolean> = {
    revoke:
      personId !== actor.personId &&
      isAllowed(() => {
        authority.assertMayAppoint(actor, role, path, PersonNotFound);
        authority.assertMayChange(actor, roles);
      }),
    delegate:
      isDelegable(role, confirmedAt !== null) &&
      isAllowed(() => assertMayDelegate(authority, actor, { personId, role, path }, PersonNotFound)),
  };
  return ROLE_STEPS.filter((step) => allowed[step]);
}
