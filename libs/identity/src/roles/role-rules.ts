import type { UnitLevel } from '../units/unit-levels.js';

export const ROLES = [
  'resident',
  'volunteer',
  'grid_worker',
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
  'finance_clerk',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** The levels of units at which a role exists; the table `role_grant` checks the same. Source: R2.1. */
export const ROLE_LEVELS: Record<Role, readonly UnitLevel[]> = {
  resident: ['community', 'grid1', 'grid2', 'grid3'],
  volunteer: ['district', 'town', 'community', 'grid1', 'grid2', 'grid3'],
  grid_worker: ['community', 'grid1', 'grid2', 'grid3'],
  grid_leader: ['community', 'grid1', 'grid2', 'grid3'],
  community_secretary: ['community'],
  community_director: ['community'],
  supervision_committee: ['community'],
  town_officer: ['town'],
  district_officer: ['district'],
  finance_clerk: ['district', 'town', 'community'],
  auditor: ['district', 'town'],
  administrator: ['district'],
};

/** Roles that sign, pay, supervise or manage accounts: the office above appoints, a second person above confirms. */
const APPOINTED_ROLES = [
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
  'finance_clerk',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];
export const isAppointed = (role: string): boolean => (APPOINTED_ROLES as readonly string[]).includes(role);

/** A role's duty in the fund. One person never holds different duties for one unit. */
type Duty = 'ask' | 'sign' | 'supervise' | 'pay' | 'audit' | 'accounts';
const DUTIES: Partial<Record<Role, Duty>> = {
  grid_worker: 'ask',
  grid_leader: 'ask',
  community_secretary: 'sign',
  community_director: 'sign',
  town_officer: 'sign',
  district_officer: 'sign',
  supervision_committee: 'supervise',
  finance_clerk: 'pay',
  auditor: 'audit',
  administrator: 'accounts',
};

/** Roles whose signature releases money. Their holders delegate it, and stand in for each other. */
export const SIGNING_ROLES: readonly Role[] = ROLES.filter((role) => DUTIES[role] === 'sign');

/** Whether the role belongs to an office. Its sessions are short: it shows other people's data. */
export const isStaff = (role: string): boolean => role !== 'resident' && role !== 'volunteer';

/** Two roles of one person conflict when their duties differ and one unit lies within the other. */
export function conflict(a: { role: Role; path: string }, b: { role: Role; path: string }): boolean {
  const [dutyA, dutyB] = [DUTIES[a.role], DUTIES[b.role]];
  if (!dutyA || !dutyB || dutyA === dutyB) return false;
  return a.path.startsWith(b.path) || b.path.startsWith(a.path);
}

/** Who granted a role. `office`: a person, and a second one confirmed it. `server`: the platform itself. `earlier`: before
 *  there were confirmations. */
export const GRANT_ORIGINS = ['earlier', 'server', 'office'] as const;
export type GrantOrigin = (typeof GRANT_ORIGINS)[number];
