import type { Words } from '../../problems.js';
import { definedPeriods } from './periods.js';

/** The reasons why data about people is kept without an end, or beyond the periods of the district's rule. */
export const KEPT = {
  accounting: {
    what: { zh: '用款、凭证与收款人', en: 'Spending, vouchers and payees' },
    why: {
      zh: '会计凭证、账簿保存 30 年（《会计档案管理办法》）；其中受益人的姓名、电话和住址在删除时遮盖',
      en: 'Vouchers and account books are kept for 30 years; names, telephones and addresses of beneficiaries in them are masked on erasure',
    },
  },
  service: {
    what: { zh: '志愿服务记录', en: 'Records of volunteer service' },
    why: {
      zh: '志愿服务信息应当记录并可出具证明（《志愿服务条例》第十九条）；账号注销后只留编号',
      en: 'Service must be recorded and certified by law; after deletion of the account only its number remains',
    },
  },
  trail: {
    what: { zh: '办理留痕', en: 'The audit trail' },
    why: {
      zh: '只有编号、时间和办理结果，理由在写入时已遮盖所涉个人信息；事件链不可改动，供审计和追责',
      en: 'Numbers, times and outcomes only; reasons are masked when they are written. The event chain cannot be altered: auditors rely on it',
    },
  },
  office: {
    what: { zh: '单位自身的设置', en: 'Settings of units' },
    why: {
      zh: '单位的渠道、地址和规则，不是个人的信息',
      en: 'Channels, addresses and rules of units; not personal data',
    },
  },
  work: {
    what: { zh: '办理所需的编号和数字', en: 'Ids and figures needed for the work' },
    why: {
      zh: '只有编号、代码和数字；账号或心愿的个人信息删除后，不再指向任何可识别的人',
      en: 'Ids, codes and figures only; after erasure of the account or wish they no longer identify a person',
    },
  },
} as const satisfies Record<string, { what: Words; why: Words }>;

/** What finally happens to columns about people. `until`: a period of the district's rule. `within`: a fixed time set by the
 *  program. `kept`: the reason why they stay. */
export type Fate = { until: string } | { within: string } | { kept: keyof typeof KEPT };
export type PersonalColumns = { columns: readonly string[] } & Fate;

const tables = new Map<string, readonly PersonalColumns[]>();

/** Declares for every column with personal data in a table when it ends, or why it stays. A test compares this with the
 *  migrated database, so that no such column lacks a rule. Throws for a table declared twice and for an undefined period. */
export function declarePersonalData(declared: Record<string, readonly PersonalColumns[]>): void {
  for (const [table, groups] of Object.entries(declared)) {
    if (tables.has(table)) throw new Error(`The personal data of ${table} is declared twice`);
    for (const group of groups)
      if ('until' in group && !definedPeriods().has(group.until))
        throw new Error(`${table}: the period ${group.until} is not defined`);
    tables.set(table, groups);
  }
}
export const declaredPersonalData = (): ReadonlyMap<string, readonly PersonalColumns[]> => tables;
