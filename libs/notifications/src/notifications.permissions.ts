import { definePermission } from '#libs/identity';

export const WORK_QUEUE_READ = definePermission('workQueue.read', {
  roles: [
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
  ],
});
export const CHANNEL_READ = definePermission('channel.read', {
  roles: ['auditor', 'district_officer', 'administrator'],
});
export const CHANNEL_SET = definePermission('channel.set', { roles: ['administrator'], needsSecondFactor: true });
export const WEBHOOK_MANAGE = definePermission('webhook.manage', {
  roles: ['community_secretary', 'town_officer', 'district_officer', 'administrator'],
  needsSecondFactor: true,
});
