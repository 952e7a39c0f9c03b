import { shanghaiTime } from '#libs/platform';
import type { Permission } from '#libs/platform';
import {
  PAYEE_COLUMNS,
  PAYEE_JOIN,
  SPEND_STATUS_WORDS,
  type PublicSpend,
  type SpendStatus,
  FUND_READ,
} from '#libs/funds';
import { CATEGORIES, WISH_STATUS_WORDS, type WishStatus, WISH_READ } from '#libs/wishes';
import { UNITS, joinUnit } from '#libs/identity';
import type { ExportKind } from './export-codes.js';

/** Replaces the name of a payee who is a private person. */
export const PRIVATE_PERSON = '个人';

export type Line = (string | number | null)[];
export interface Sheet {
  permission: Permission;
  name: string;
  headings: string[];
  widths: number[];
  /** Whether the sheet contains one year only, or all years. */
  byYear: boolean;
  count: string;
  /** SQL for the rows after an id, ordered by id. */
  rows: string;
  /** spend: the public version of the row's spend request; null where there is none. */
  line(row: Record<string, unknown>, spend: PublicSpend | null): Line;
  /** The last line: the sums of the figures. Its last figure is a percentage. */
  total?: (lines: Line[]) => Line;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const yuan = (fen: unknown): number => Number(fen ?? 0) / 100;
const at = (value: unknown): string => (value instanceof Date ? shanghaiTime(value) : '');

const ENTRY_WORDS: Record<string, string> = {
  allot: '下达',
  top_up: '镇街追加',
  donate: '捐赠',
  co_fund: '自筹',
  carry_in: '上年结转',
  reserve: '冻结',
  commit: '签约',
  pay: '支付',
  release: '退回可用',
  refund: '商家退款',
  reverse: '冲销',
  return: '上缴',
  carry_out: '结转下年',
};
const ACCOUNT_WORDS: Record<string, string> = {
  allotted: '区级下达',
  topped_up: '镇街追加',
  donated: '捐赠',
  co_funded: '自筹',
  carried_in: '上年结转',
  available: '可用',
  reserved: '冻结',
  committed: '已签约',
  paid: '已支付',
  returned: '已上缴',
  carried_out: '结转下年',
};

/** The contents of each kind of file. Masked like the lists on the pages: no name, no telephone, no address. */
export const SHEETS: Record<ExportKind, Sheet> = {
  wishes: {
    permission: WISH_READ,
    name: '微心愿台账',
    headings: [
      '编号',
      '社区（村）',
      '状态',
      '类别',
      '心愿（公开文字）',
      '预计费用（元）',
      '受益人数',
      '提出时间',
      '发布时间',
      '办结时间',
    ],
    widths: [16, 22, 12, 16, 60, 14, 10, 18, 18, 18],
    byYear: false,
    count: `SELECT COUNT(*) AS n FROM wish w WHERE w.unit_path LIKE ? AND w.status <> 'draft'`,
    rows: `SELECT w.id, w.code, u.name AS unit_name, w.status, w.category, w.public_text, w.estimated_fen, w.people_helped, w.created_at, w.opened_at, w.closed_at
      FROM wish w ${joinUnit('w.unit_id')} WHERE w.unit_path LIKE ? AND w.status <> 'draft' AND w.id > ? ORDER BY w.id LIMIT ?`,
    line: (row) => [
      text(row.code),
      text(row.unitName),
      WISH_STATUS_WORDS[row.status as WishStatus].zh,
      CATEGORIES[row.category as keyof typeof CATEGORIES]?.zh ?? '',
      text(row.publicText),
      yuan(row.estimatedFen),
      Number(row.peopleHelped),
      at(row.createdAt),
      at(row.openedAt),
      at(row.closedAt),
    ],
  },
  spend: {
    permission: FUND_READ,
    name: '专项经费台账',
    headings: [
      '心愿编号',
      '社区（村）',
      '用途',
      '收款方',
      '申请金额（元）',
      '已付（元）',
      '退回（元）',
      '状态',
      '申请时间',
      '审批时间',
    ],
    widths: [16, 22, 40, 24, 14, 14, 14, 10, 18, 18],
    byYear: true,
    count: `SELECT COUNT(*) AS n FROM spend_request r WHERE r.unit_path LIKE ? AND r.status <> 'draft' AND COALESCE(r.year, YEAR(r.requested_at)) = ?`,
    rows: `SELECT r.id, COALESCE((SELECT GROUP_CONCAT(m.code ORDER BY s.place SEPARATOR '、') FROM spend_wish s JOIN wish m ON m.id = s.wish_id
          WHERE s.spend_request_id = r.id AND s.left_at IS NULL), w.code) AS code, u.name AS unit_name, r.id AS request_id, r.purpose, ${PAYEE_COLUMNS}, r.amount_fen, r.paid_fen, r.released_fen, r.status, r.requested_at, r.decided_at
      FROM spend_request r JOIN wish w ON w.id = r.wish_id ${joinUnit('r.unit_id')} ${PAYEE_JOIN}
      WHERE r.unit_path LIKE ? AND r.status <> 'draft' AND COALESCE(r.year, YEAR(r.requested_at)) = ? AND r.id > ? ORDER BY r.id LIMIT ?`,
    line: (row, spend) => [
      text(row.code),
      text(row.unitName),
      ...textsOf(spend),
      yuan(row.amountFen),
      yuan(row.paidFen),
      yuan(row.releasedFen),
      SPEND_STATUS_WORDS[row.status as SpendStatus].zh,
      at(row.requestedAt),
      at(row.decidedAt),
    ],
  },
  entries: {
    permission: FUND_READ,
    name: '专项经费流水账',
    headings: [
      '社区（村）',
      '序号',
      '记账时间',
      '事项',
      '转出',
      '转入',
      '金额（元）',
      '用途',
      '收款方',
      '凭证号',
      '发票号',
    ],
    widths: [22, 8, 18, 12, 12, 12, 14, 40, 24, 20, 24],
    byYear: true,
    count: `SELECT COUNT(*) AS n FROM ${UNITS} JOIN fund_transfer t ON t.unit_id = u.id JOIN fund_account f ON f.id = t.from_account_id
      WHERE u.path LIKE ? AND f.year = ?`,
    rows: `SELECT t.id, u.name AS unit_name, t.entry_no, t.booked_at, t.kind, f.kind AS from_kind, g.kind AS to_kind, t.amount_fen, r.id AS request_id, r.purpose, ${PAYEE_COLUMNS},
        COALESCE(p.voucher_no, b.voucher_no) AS voucher_no, p.invoice_no
      FROM ${UNITS} JOIN fund_transfer t ON t.unit_id = u.id JOIN fund_account f ON f.id = t.from_account_id
      JOIN fund_account g ON g.id = t.to_account_id LEFT JOIN spend_request r ON r.id = t.spend_request_id ${PAYEE_JOIN}
      LEFT JOIN fund_payment p ON t.kind = 'pay' AND p.id = SUBSTRING(t.op_key, 5)
      LEFT JOIN fund_refund b ON t.kind = 'refund' AND b.id = SUBSTRING(t.op_key, 8)
      WHERE u.path LIKE ? AND f.year = ? AND t.id > ? ORDER BY t.id LIMIT ?`,
    line: (row, spend) => [
      text(row.unitName),
      Number(row.entryNo),
      at(row.bookedAt),
      ENTRY_WORDS[text(row.kind)] ?? text(row.kind),
      ACCOUNT_WORDS[text(row.fromKind)] ?? text(row.fromKind),
      ACCOUNT_WORDS[text(row.toKind)] ?? text(row.toKind),
      yuan(row.amountFen),
      ...textsOf(spend),
      text(row.voucherNo),
      text(row.invoiceNo),
    ],
  },
  return: {
    permission: FUND_READ,
    name: '专项经费决算表',
    headings: [
      '单位编码',
      '社区（村）',
      '上年结转',
      '区级下达',
      '镇街追加',
      '捐赠',
      '自筹',
      '收入合计',
      '货物支出',
      '服务支出',
      '工程支出',
      '支出合计',
      '已签约未付',
      '已批准未付',
      '可用结余',
      '已上缴',
      '已结转下年',
      '执行率（%）',
    ],
    widths: [16, 22, ...Array<number>(16).fill(14)],
    byYear: true,
    count: `SELECT COUNT(*) AS n FROM ${UNITS} JOIN fund_year y ON y.unit_id = u.id WHERE u.path LIKE ? AND y.year = ?`,
    rows: `SELECT u.id, u.code, u.name AS unit_name,
        (SELECT JSON_OBJECTAGG(a.kind, a.balance_fen) FROM fund_account a WHERE a.unit_id = u.id AND a.year = y.year) AS balances,
        ${['goods', 'service', 'works']
          .map(
            (kind) =>
              `(SELECT SUM(r.paid_fen - r.refunded_fen) FROM spend_request r WHERE r.unit_path = u.path AND r.year = y.year AND r.kind = '${kind}') AS ${kind}_fen`,
          )
          .join(', ')}
      FROM ${UNITS} JOIN fund_year y ON y.unit_id = u.id WHERE u.path LIKE ? AND y.year = ? AND u.id > ? ORDER BY u.id LIMIT ?`,
    line: returnLine,
    total: (lines) => {
      const sums = lines.length === 0 ? [] : lines[0]!.slice(2, -1).map((_, at) => sumOf(lines, at + 2));
      return ['合计', `${lines.length} 个`, ...sums, percent(sums[PAID_AT] ?? 0, sums[INCOME_AT] ?? 0)];
    },
  },
};

/** Purpose and payee. */
const textsOf = (spend: PublicSpend | null): [string, string] =>
  spend ? [spend.purpose, spend.payee ?? PRIVATE_PERSON] : ['', ''];

const INCOME = ['carried_in', 'allotted', 'topped_up', 'donated', 'co_funded'] as const;
/** The positions of the sums in a financial return, counted from its first figure. */
const INCOME_AT = INCOME.length;
const PAID_AT = INCOME_AT + 4;

/** A community's financial return for a year, in yuan: income, spending by kind, and what is left. */
function returnLine(row: Record<string, unknown>): Line {
  const balances = JSON.parse(text(row.balances) || '{}') as Record<string, number>;
  const income = INCOME.map((kind) => yuan(Math.abs(balances[kind] ?? 0)));
  const spent = [row.goodsFen, row.serviceFen, row.worksFen].map(yuan);
  const incomeYuan = add(income);
  const paid = yuan(balances.paid);
  const rest = ['committed', 'reserved', 'available', 'returned', 'carried_out'].map((kind) => yuan(balances[kind]));
  return [
    text(row.code),
    text(row.unitName),
    ...income,
    incomeYuan,
    ...spent,
    paid,
    ...rest,
    percent(paid, incomeYuan),
  ];
}

/** Adds amounts in yuan without floating-point errors. */
const add = (all: number[]): number => Math.round(all.reduce((sum, one) => sum + one * 100, 0)) / 100;
const sumOf = (lines: Line[], at: number): number => add(lines.map((line) => Number(line[at] ?? 0)));
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10);
