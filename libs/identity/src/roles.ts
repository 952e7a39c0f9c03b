import { codedWords, listIn, type Words } from '#libs/platform';
import type { UnitLevel } from './units.js';

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

/** The levels of units at which a role exists; the table `role_grant` checks the same. Source: the domain page, 1.1. */
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
  zh: listIn(
    'zh',
    ROLE_LEVELS[role].map((level) => LEVEL_WORDS[level].zh),
  ),
  // With commas inside: "grid, level 1".
  en: ROLE_LEVELS[role].map((level) => LEVEL_WORDS[level].en).join('; '),
});

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

/** What a role does with the fund. Different duties for one unit never meet in one person. */
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

/** Two roles of one person conflict when their duties differ and one unit lies within the other. */
export function conflict(a: { role: Role; path: string }, b: { role: Role; path: string }): boolean {
  const [dutyA, dutyB] = [DUTIES[a.role], DUTIES[b.role]];
  if (!dutyA || !dutyB || dutyA === dutyB) return false;
  return a.path.startsWith(b.path) || b.path.startsWith(a.path);
}

/** Only an administrator gives these away. */
export const RESERVED_ROLES: ReadonlySet<Role> = new Set(['administrator', 'district_officer', 'auditor']);

/** Roles whose sessions are short: they see other people's data. */
export const isStaff = (role: string): boolean => role !== 'resident' && role !== 'volunteer';
