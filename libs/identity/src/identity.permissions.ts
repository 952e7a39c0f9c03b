import { definePermission } from './permissions.js';
import { ROLES } from './roles/roles.js';

export const UNIT_READ = definePermission('unit.read', { roles: ROLES });
export const UNIT_IMPORT = definePermission('unit.import', { roles: ['administrator'], needsSecondFactor: true });
export const PERSON_READ = definePermission('person.read', {
  roles: ['community_secretary', 'town_officer', 'district_officer', 'administrator', 'auditor'],
});
export const PERSON_MANAGE = definePermission('person.manage', {
  roles: ['community_secretary', 'town_officer', 'district_officer', 'administrator'],
  needsSecondFactor: true,
});
export const DELEGATION_READ = definePermission('delegation.read', {
  roles: ['community_secretary', 'community_director', 'town_officer', 'district_officer', 'administrator', 'auditor'],
});
export const DELEGATION_GIVE = definePermission('delegation.give', {
  roles: ['community_secretary', 'community_director', 'town_officer', 'district_officer', 'administrator'],
  needsSecondFactor: true,
});
export const POLICY_READ = definePermission('policy.read', {
  roles: ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
});
export const POLICY_SET = definePermission('policy.set', { roles: ['district_officer'], needsSecondFactor: true });
export const REPORT_READ = definePermission('report.read', {
  roles: [
    'community_secretary',
    'supervision_committee',
    'town_officer',
    'district_officer',
    'auditor',
    'administrator',
  ],
});
export const QUEUE_READ = definePermission('queue.read', { roles: ['auditor', 'district_officer', 'administrator'] });
export const QUEUE_MANAGE = definePermission('queue.manage', { roles: ['administrator'], needsSecondFactor: true });
