import { definePermission, type Role } from '#libs/identity';

/** Roles that are responsible for the fund or supervise it. */
export const FUND_READERS = [
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
  'finance_clerk',
  'auditor',
] as const satisfies readonly Role[];

export const SPEND_READ = definePermission('spend.read', {
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
  ],
});
export const SPEND_REQUEST = definePermission('spend.request', {
  roles: ['grid_worker', 'grid_leader', 'community_director'],
});
export const SPEND_APPROVE = definePermission('spend.approve', {
  roles: ['community_secretary', 'community_director', 'town_officer', 'district_officer'],
  needsSecondFactor: true,
});
export const SPEND_RELEASE = definePermission('spend.release', {
  roles: ['community_secretary'],
  needsSecondFactor: true,
});
export const SPEND_COMMIT = definePermission('spend.commit', {
  roles: ['grid_worker', 'grid_leader', 'community_director', 'community_secretary'],
  isSuspendedAfterRecovery: true,
});
export const SPEND_ACCEPT = definePermission('spend.accept', {
  roles: ['grid_worker', 'grid_leader', 'community_director', 'supervision_committee'],
  isSuspendedAfterRecovery: true,
});
export const SPEND_PAY = definePermission('spend.pay', { roles: ['finance_clerk'], needsSecondFactor: true });
export const PAYEE_MANAGE = definePermission('payee.manage', {
  roles: ['community_secretary', 'town_officer', 'finance_clerk'],
});
export const SPEND_REVERSE = definePermission('spend.reverse', {
  roles: ['community_secretary', 'town_officer'],
  needsSecondFactor: true,
});
export const SPEND_PAUSE = definePermission('spend.pause', {
  roles: ['supervision_committee', 'town_officer', 'district_officer', 'auditor'],
  isSuspendedAfterRecovery: true,
});
export const OBJECTION_ANSWER = definePermission('objection.answer', {
  roles: ['supervision_committee'],
  isSuspendedAfterRecovery: true,
});
export const FUND_READ = definePermission('fund.read', { roles: FUND_READERS });
export const FUND_ALLOT = definePermission('fund.allot', { roles: ['district_officer'], needsSecondFactor: true });
export const FUND_TOP_UP = definePermission('fund.topUp', {
  roles: ['town_officer', 'district_officer'],
  needsSecondFactor: true,
});
export const FUND_INCOME = definePermission('fund.income', {
  roles: ['town_officer', 'district_officer', 'finance_clerk'],
  needsSecondFactor: true,
});
export const BANK_READ = definePermission('bank.read', { roles: FUND_READERS });
export const BANK_RECONCILE = definePermission('bank.reconcile', {
  roles: ['finance_clerk', 'town_officer'],
  needsSecondFactor: true,
});
export const FUND_PLAN = definePermission('fund.plan', { roles: ['community_secretary', 'community_director'] });
