import { definePermission } from '#libs/identity';

export const VOLUNTEER_SELF = definePermission('volunteer.self', { roles: ['volunteer'] });
export const SERVICE_REVERSE = definePermission('service.reverse', { roles: ['community_secretary', 'town_officer'] });
export const VOLUNTEER_VERIFY = definePermission('volunteer.verify', {
  roles: ['community_secretary', 'town_officer', 'district_officer'],
});
