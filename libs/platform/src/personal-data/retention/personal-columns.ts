import type { Words } from '../../problems.js';
import { definedPeriods } from './periods.js';

/** Data about people that is kept without an end, or beyond the periods of the district's rule, and why. */
interface Kept {
  what: Words;
  why: Words;
}
const reasons = new Map<string, Kept>();

/** Defines a reason to keep data about people. Returns its name. Throws for a name that exists. */
export function defineKept<N extends string>(name: N, kept: Kept): N {
  if (reasons.has(name)) throw new Error(`The reason ${name} is defined twice`);
  reasons.set(name, kept);
  return name;
}
export const definedKept = (): ReadonlyMap<string, Kept> => reasons;

defineKept('trail', {
  what: { zh: '办理留痕', en: 'The audit trail' },
  why: {
    zh: '只有编号、时间和办理结果，理由在写入时已遮盖所涉个人信息；事件链不可改动，供审计和追责',
    en: 'Numbers, times and outcomes only; reasons are masked when they are written. The event chain cannot be altered: auditors rely on it',
  },
});
defineKept('office', {
  what: { zh: '单位自身的设置', en: 'Settings of units' },
  why: {
    zh: '单位的渠道、地址和规则，不是个人的信息',
    en: 'Channels, addresses and rules of units; not personal data',
  },
});
defineKept('work', {
  what: { zh: '办理所需的编号和数字', en: 'Ids and figures needed for the work' },
  why: {
    zh: '只有编号、代码和数字；账号或所办事项的个人信息删除后，不再指向任何可识别的人',
    en: 'Ids, codes and figures only; after erasure of the account or case they no longer identify a person',
  },
});

/** What finally happens to columns about people. `until`: a period of the district's rule. `within`: a fixed time set by the
 *  program. `kept`: the reason why they stay. */
export type Fate = { until: string } | { within: string } | { kept: string };
export type PersonalColumns = { columns: readonly string[] } & Fate;

const tables = new Map<string, readonly PersonalColumns[]>();

/** Declares for every column with personal data in a table when it ends, or why it stays. A test compares this with the
 *  migrated database, so that no such column lacks a rule. Throws for a table declared twice and for an undefined period or reason. */
export function declarePersonalData(declared: Record<string, readonly PersonalColumns[]>): void {
  for (const [table, groups] of Object.entries(declared)) {
    if (tables.has(table)) throw new Error(`The personal data of ${table} is declared twice`);
    for (const group of groups)
      if ('until' in group && !definedPeriods().has(group.until))
        throw new Error(`${table}: the period ${group.until} is not defined`);
      else if ('kept' in group && !reasons.has(group.kept))
        throw new Error(`${table}: the reason ${group.kept} is not defined`);
    tables.set(table, groups);
  }
}
export const declaredPersonalData = (): ReadonlyMap<string, readonly PersonalColumns[]> => tables;
