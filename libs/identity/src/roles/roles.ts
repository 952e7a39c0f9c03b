import { codedWords, listIn, type Words } from '#libs/platform';
import { ROLE_LEVELS, type Role } from './role-rules.js';
import type { UnitLevel } from '../units/unit-levels.js';

export * from './role-rules.js';

/** Display names of the roles, in refusals. */
export const ROLE_WORDS = codedWords<Role>({
  resident: { zh: '居民', en: 'Resident' },
  volunteer: { zh: '志愿者', en: 'Volunteer' },
  grid_worker: { zh: '网格员', en: 'Grid worker' },
  grid_leader: { zh: '网格长', en: 'Grid leader' },
  community_secretary: { zh: '社区（村）书记', en: 'Community secretary' },
  community_director: { zh: '社区（村）主任', en: 'Community director' },
  supervision_committee: { zh: '监督委员会', en: 'Supervision committee' },
  town_officer: { zh: '镇街经办', en: 'Town officer' },
  district_officer: { zh: '区级经办', en: 'DistrictPolicies officer' },
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
/** The levels at which a role exists, as readable text. */
export const levelsInWords = (role: Role): Words => ({
  zh: listIn(
    'zh',
    ROLE_LEVELS[role].map((level) => LEVEL_WORDS[level].zh),
  ),
  // With commas inside: "grid, level 1".
  en: ROLE_LEVELS[role].map((level) => LEVEL_WORDS[level].en).join('; '),
});

/** Roles that only an administrator may give. */
export const RESERVED_ROLES: ReadonlySet<Role> = new Set(['administrator', 'district_officer', 'auditor']);
