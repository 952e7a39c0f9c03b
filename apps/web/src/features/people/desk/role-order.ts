import type { Role } from '../../../core/session';

/** All roles in the order in which the desk lists them. */
export const ROLES: readonly Role[] = [
  'resident',
  'volunteer',
  'grid_worker',
  'grid_leader',
  'community_secretary',
  'community_director',
  'supervision_committee',
  'finance_clerk',
  'town_officer',
  'district_officer',
  'auditor',
  'administrator',
];
