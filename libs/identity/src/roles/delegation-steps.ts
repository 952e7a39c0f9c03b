import type { Actor, Problem } from '#libs/platform';
import type { HeldRole } from './authority.js';
import { Authority, isAllowed } from './authority.js';
import { DelegationNotFound } from './delegation.errors.js';

export const DELEGATION_STEPS = ['end'] as const;
export type DelegationStep = (typeof DELEGATION_STEPS)[number];

/** The role that is delegated. */
export type DelegatedRole = Pick<HeldRole, 'role' | 'path'> & { personId: string };

/** Passes for the holder of the role, and for an office that appoints to it. Throws `absent`, FORBIDDEN, ROLE_RESERVED,
 *  APPOINTED_FROM_ABOVE. */
export function assertMayDelegate(
  authority: Authority,
  actor: Actor,
  { personId, role, path }: DelegatedRole,
  absent: () => Problem,
): void {
  if (personId !== actor.personId) authority.assertMayAppoint(actor, role, path, absent);
}

/** The steps that the actor may take now. */
export function delegationStepsFor(
  authority: Authority,
  actor: Actor,
  { state, ...role }: DelegatedRole & { state: 'planned' | 'current' | 'past' },
): DelegationStep[] {
  const mayEnd = state !== 'past' && isAllowed(() => assertMayDelegate(authority, actor, role, DelegationNotFound));
  return mayEnd ? ['end'] : [];
}
