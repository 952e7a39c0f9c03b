import { codedWords, type Words } from '#libs/platform';
import { ROLES, ROLE_LEVELS, type Role } from './role-rules.js';
import type { UnitLevel } from './unit-levels.js';

export * from './role-rules.js';

/** What people call a role, in refusals. */
export const ROLE_WORDS = codedWords<Role>({
  resident: { zh: '居民', en: 'Resident' },
  volunteer: { zh: '志愿者', en: 'Volunteer' },
  grid_worker: { zh: '网格员', en: 'Grid worker' },
  grid_leader: { zh: '网格长', en: 'Grid leader' },
  community_secretary: { zh: '社区（村）书记', en: 'Community secretary' },
  community_director: { zh: '社区（村）主任', en: 'Community director' },
  supervision_committee: { zh: '监督委员会', en: 'Supervision committee' },
  town_officer: { zh: '镇街经办', en: 'Town officer' },
  district_officer: { zh: '区级经办', en: 'District officer' },
  finance_clerk: { zh: '财务', en: 'Finance clerk' },
  auditor: { zh: '审计', en: 'Auditor' },
  administrator: { zh: '管理员', en: 'Administrator' },
});

const LEVEL_WORDS: Record<UnitLevel, Words> = {
  district: { zh: '区', en: 'district' },
  town: { zh: '镇街', en: 'town' },
  community: { zh: '社区（村）', en: 'community' },
  grid1: { zh: '一级网格', en: 'grid, level 1' },
  grid2: { zh: '二级网格', en: 'grid, level 2' },
  grid3: { zh: '三级网格', en: 'grid, level 3' },
};
/** The levels at which a role exists, as a list to read. */
export const levelsInWords = (role: Role): Words => ({
  zh: ROLE_LEVELS[role].map((level) => LEVEL_WORDS[level].zh).join('、'),
  en: ROLE_LEVELS[role].map((level) => LEVEL_WORDS[level].en).join('; '),
});

/** Who answers for the fund, and who supervises it. */
const FUND_READERS = [
  'community_secretary',
  'community_director',
  'supervision_committee',
  'town_officer',
  'district_officer',
  'finance_clerk',
  'auditor',
] as const satisfies readonly Role[];

/** Every permission, with those who hold it in the units where they hold the role. Source: the domain page, 1.1 and 1.2.
 *  `self` is what every signed-in person may do about their own affairs. */
export const PERMISSIONS = {
  self: ROLES,
  'unit.read': ROLES,
  'unit.import': ['administrator'],
  'person.read': ['community_secretary', 'town_officer', 'district_officer', 'administrator', 'auditor'],
  'person.manage': ['community_secretary', 'town_officer', 'district_officer', 'administrator'],
  'delegation.read': [
    'community_secretary',
    'community_director',
    'town_officer',
    'district_officer',
    'administrator',
    'auditor',
  ],
  'delegation.give': ['community_secretary', 'community_director', 'town_officer', 'district_officer', 'administrator'],
  'volunteer.self': ['volunteer'],
  'service.reverse': ['community_secretary', 'town_officer'],
  'volunteer.verify': ['community_secretary', 'town_officer', 'district_officer'],
  'wish.submit': ['resident', 'grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
  'wish.own': ['resident'],
  'wish.read': [
    'grid_worker',
    'grid_leader',
    'community_secretary',
    'community_director',
    'supervision_committee',
    'town_officer',
    'district_officer',
    'auditor',
  ],
  'wish.verify': ['grid_worker', 'grid_leader'],
  'wish.review': ['community_secretary', 'community_director'],
  'wish.cancel': ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
  'wish.visit': ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
  'wish.import': ['town_officer', 'community_secretary', 'community_director'],
  'contact.view': ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
  // What people ask about their own data, at the office: by whom it is written down, and who accepts or refuses.
  'dataRequest.read': [
    'grid_worker',
    'grid_leader',
    'community_secretary',
    'community_director',
    'town_officer',
    'auditor',
  ],
  'dataRequest.open': ['grid_worker', 'grid_leader', 'community_secretary', 'community_director'],
  'dataRequest.decide': ['community_secretary', 'community_director', 'town_officer'],
  'wish.feed': ['volunteer'],
  'wish.claim': ['volunteer'],
  'plan.read': ['community_secretary', 'community_director', 'town_officer', 'district_officer', 'auditor'],
  'plan.make': ['community_secretary', 'community_director', 'town_officer'],
  'claim.manage': ['community_secretary', 'community_director'],
  'spend.read': [
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
  'spend.request': ['grid_worker', 'grid_leader', 'community_director'],
  'spend.approve': ['community_secretary', 'community_director', 'town_officer', 'district_officer'],
  'spend.release': ['community_secretary'],
  'spend.commit': ['grid_worker', 'grid_leader', 'community_director', 'community_secretary'],
  'spend.accept': ['grid_worker', 'grid_leader', 'community_director', 'supervision_committee'],
  'spend.pay': ['finance_clerk'],
  'payee.manage': ['community_secretary', 'town_officer', 'finance_clerk'],
  'spend.reverse': ['community_secretary', 'town_officer'],
  'spend.pause': ['supervision_committee', 'town_officer', 'district_officer', 'auditor'],
  'objection.answer': ['supervision_committee'],
  'fund.read': FUND_READERS,
  'fund.allot': ['district_officer'],
  'fund.topUp': ['town_officer', 'district_officer'],
  'fund.income': ['town_officer', 'district_officer', 'finance_clerk'],
  'bank.read': FUND_READERS,
  'bank.reconcile': ['finance_clerk', 'town_officer'],
  'fund.plan': ['community_secretary', 'community_director'],
  'policy.read': ['community_secretary', 'town_officer', 'district_officer', 'auditor', 'administrator'],
  'policy.set': ['district_officer'],
  'report.read': [
    'community_secretary',
    'supervision_committee',
    'town_officer',
    'district_officer',
    'auditor',
    'administrator',
  ],
  'desk.read': [
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
  'export.make': FUND_READERS,
  'audit.read': ['auditor', 'district_officer', 'administrator'],
  'channel.read': ['auditor', 'district_officer', 'administrator'],
  'channel.set': ['administrator'],
  'hook.manage': ['community_secretary', 'town_officer', 'district_officer', 'administrator'],
  'queue.read': ['auditor', 'district_officer', 'administrator'],
  'queue.manage': ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const holds = (role: string, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly string[]).includes(role);

/** What moves money, makes accounts, takes data out or changes how the platform works: a password alone does not suffice for it. Source: ASVS 5.0, V6.3.3. */
export const NEEDS_SECOND_FACTOR: ReadonlySet<Permission> = new Set([
  'spend.approve',
  'spend.pay',
  'spend.release',
  'spend.reverse',
  'fund.allot',
  'fund.topUp',
  'fund.income',
  'policy.set',
  'person.manage',
  'delegation.give',
  'channel.set',
  'unit.import',
  'hook.manage',
  'bank.reconcile',
  'export.make',
  'queue.manage',
  'dataRequest.decide',
]);

/** Rights that rest for a while after an account was recovered: those that need a second factor, and the other acts by
 *  which money moves. */
const RESTING: ReadonlySet<Permission> = new Set([
  ...NEEDS_SECOND_FACTOR,
  'spend.commit',
  'spend.accept',
  'spend.pause',
  'objection.answer',
]);
export const restsAfterRecovery = (permission: Permission): boolean => RESTING.has(permission);

/** Some of the roles may do what a password alone does not suffice for. */
export const needsSecondFactor = (grants: readonly { role: string }[]): boolean =>
  [...NEEDS_SECOND_FACTOR].some((permission) => grants.some(({ role }) => holds(role, permission)));

/** Only an administrator gives these away. */
export const RESERVED_ROLES: ReadonlySet<Role> = new Set(['administrator', 'district_officer', 'auditor']);

/** Roles whose sessions are short: they see other people's data. */
export const isStaff = (role: string): boolean => role !== 'resident' && role !== 'volunteer';
