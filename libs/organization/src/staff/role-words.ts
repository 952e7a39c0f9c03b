import { collapseSpaces } from '#libs/platform/parsing';
import { ROLES, ROLE_LEVELS, isStaff, type Role } from '#libs/identity/parsing';

export type StaffRole = Exclude<Role, 'resident' | 'volunteer'>;
/** The roles that an office gives to its staff. */
export const STAFF_ROLES: readonly StaffRole[] = ROLES.filter((role): role is StaffRole => isStaff(role));

/** The titles that offices use for the roles. A title is listed only where it has no other meaning in any office. 副书记 is not
 *  listed: a deputy secretary has no right to sign. */
const WORDS: Record<StaffRole, string> = {
  grid_worker: '网格员 专职网格员 兼职网格员 专职网格人员 网格管理员 网格工作人员 gridworker',
  grid_leader: '网格长 网格组长 网格党支部书记 网格负责人 gridleader',
  community_secretary:
    '书记 社区书记 村书记 村居书记 党组织书记 社区党组织书记 村党组织书记 党委书记 社区党委书记 村党委书记 党总支书记 社区党总支书记 村党总支书记 党支部书记 社区党支部书记 村党支部书记 支部书记 党支书 村支书 支书 communitysecretary secretary',
  community_director:
    '主任 社区主任 村主任 村居主任 居委会主任 社区居委会主任 居委主任 村委会主任 村委主任 村民委员会主任 居民委员会主任 communitydirector director',
  supervision_committee:
    '监督委员会 监委会 监委 监督委员会主任 监督委员会成员 监督委员会委员 监委会主任 监委会成员 监委会委员 监委主任 监委委员 居务监督委员会 居务监督委员会主任 居务监督委员会成员 居务监督委员会委员 村务监督委员会 村务监督委员会主任 村务监督委员会成员 村务监督委员会委员 居监委 村监委 supervisioncommittee supervisor',
  town_officer:
    '镇街经办 镇经办 街道经办 镇级经办 镇街经办人 镇街经办人员 镇经办人 街道经办人 镇街工作人员 镇街专责 townofficer',
  district_officer: '区级经办 区经办 区级经办人 区级经办人员 区经办人 区级工作人员 区级专责 districtofficer',
  finance_clerk: '财务 财务人员 财务员 出纳 出纳员 会计 会计员 财会 财会人员 报账员 financeclerk cashier accountant',
  auditor: '审计 审计员 审计人员 区审计 镇审计 auditor',
  administrator: '管理员 系统管理员 平台管理员 区级管理员 administrator',
};
/** Titles that mean different roles at different levels of units. */
const BY_LEVEL: Record<string, readonly StaffRole[]> = {
  经办: ['town_officer', 'district_officer'],
  经办人: ['town_officer', 'district_officer'],
  经办人员: ['town_officer', 'district_officer'],
  专责: ['town_officer', 'district_officer'],
};

const MEANT = new Map<string, readonly StaffRole[]>([
  ...STAFF_ROLES.flatMap((role) =>
    [role.replaceAll('_', ''), ...WORDS[role].split(' ')].map((word): [string, readonly StaffRole[]] => [word, [role]]),
  ),
  ...Object.entries(BY_LEVEL),
]);

/** Separators between titles: 兼 separates two titles, 兼职 is part of one. */
const BETWEEN = /[、，,;；/+＋\n|]|兼任|兼(?!职)|以及|和/;

/** The roles that a cell names, and whether every word of it was understood. Where a word depends on the level of the unit,
 *  it means only the role that exists at that level. */
export function rolesNamed(text: string, level: string | undefined): { roles: StaffRole[]; isWhole: boolean } {
  const words = text.split(BETWEEN).map(plain).filter(Boolean);
  const found = words.map((word) => {
    const meant = MEANT.get(word) ?? [];
    return meant.length < 2 ? meant : meant.filter((role) => ROLE_LEVELS[role].some((one) => one === level));
  });
  return {
    roles: [...new Set(found.flat())],
    isWhole: words.length > 0 && found.every(({ length }) => length === 1),
  };
}

const plain = (text: string): string =>
  collapseSpaces(text)
    .toLowerCase()
    .replace(/[_-]|\((?:村|社区|居|村居|兼|兼职|专职)\)/g, '');
