import { definePermission } from '#libs/identity';

export const PLAN_READ = definePermission('plan.read', {
  roles: ['community_secretary', 'community_director', 'town_officer', 'district_officer', 'auditor'],
});
export const PLAN_MAKE = definePermission('plan.make', {
  roles: ['community_secretary', 'community_director', 'town_officer'],
});
