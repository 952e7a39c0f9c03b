import { collapseSpaces, type Column } from '#libs/platform/parsing';
import type { StatementField } from './statement-columns.js';

/** The file layout of a bank or payment service. */
export interface Layout {
  name: string;
  /** The headings in the bank's order, without text in square brackets, and their fields; null: not needed. */
  columns: readonly (readonly [heading: string, field: StatementField | null])[];
  /** Where the direction comes from: two columns, a word beside the amount, or the sign of the amount. */
  direction: 'columns' | 'word' | 'sign';
  /** Beginnings of a status under which the movement counts, because a later row reverses it. */
  happened?: readonly string[];
  /** Where files or lists of headings with this layout were found. */
  source: string;
}

const EXAMPLES = 'example files of github.com/deb-sig/double-entry-generator, example';
const CORPORATE =
  'headings of sample files listed in github.com/jinju20250920-coder/Accounting, src/lib/bank-parsers/configs';
const PRINTED = 'headings of printed statements in github.com/czzy12/CD, bankflow_v2';

export const LAYOUTS: readonly Layout[] = [
  {
    name: '中国工商银行 个人',
    columns: [
      ['交易日期', 'day'],
      ['摘要', 'summary'],
      ['交易场所', null],
      ['交易国家或地区简称', null],
      ['钞/汇', null],
      // In the shop's currency; the columns with the amount on the account follow.
      ['交易金额(收入)', null],
      ['交易金额(支出)', null],
      ['交易币种', null],
      ['记账金额(收入)', 'in'],
      ['记账金额(支出)', 'out'],
      ['记账币种', 'currency'],
      ['余额', 'balance'],
      ['对方户名', 'counterparty'],
    ],
    direction: 'columns',
    source: `${EXAMPLES}/icbc/debit-v1`,
  },
  {
    name: '中国工商银行 个人（含对方账户）',
    columns: [
      ['交易日期', 'day'],
      ['摘要', 'summary'],
      ['交易详情', null],
      ['交易场所', null],
      ['交易国家或地区简称', null],
      ['钞/汇', null],
      ['交易金额(收入)', null],
      ['交易金额(支出)', null],
      ['交易币种', null],
      ['记账金额(收入)', 'in'],
      ['记账金额(支出)', 'out'],
      ['记账币种', 'currency'],
      ['余额', 'balance'],
      ['对方户名', 'counterparty'],
      ['对方账户', 'account'],
    ],
    direction: 'columns',
    source: `${EXAMPLES}/icbc/debit-v2`,
  },
  {
    name: '中国工商银行 企业',
    columns: [
      ['日期', 'day'],
      ['交易类型', 'type'],
      ['凭证种类', null],
      ['凭证号', 'serial'],
      ['对方户名', 'counterparty'],
      ['对方账号', 'account'],
      ['摘要', 'summary'],
      ['借方发生额', 'out'],
      ['贷方发生额', 'in'],
      ['余额', 'balance'],
    ],
    direction: 'columns',
    source: CORPORATE,
  },
  {
    name: '中国农业银行 个人',
    columns: [
      ['交易日期', 'day'],
      ['交易时间', null],
      ['交易摘要', 'summary'],
      ['交易金额', 'amount'],
      ['本次余额', 'balance'],
      ['对手信息', 'counterparty'],
      ['日志号', 'serial'],
      ['交易渠道', null],
      ['交易附言', 'summary'],
    ],
    direction: 'sign',
    source: `${EXAMPLES}/abc_debit`,
  },
  {
    name: '中国农业银行 企业',
    columns: [
      ['交易时间', 'day'],
      ['收入金额', 'in'],
      ['支出金额', 'out'],
      ['账户余额', 'balance'],
      ['对方账号', 'account'],
      ['对方户名', 'counterparty'],
      ['对方开户行', null],
      ['摘要', 'summary'],
    ],
    direction: 'columns',
    source: CORPORATE,
  },
  {
    name: '中国银行 个人',
    columns: [
      ['记账日期', 'day'],
      ['记账时间', null],
      ['币别', 'currency'],
      ['金额', 'amount'],
      ['余额', 'balance'],
      ['交易名称', 'type'],
      ['渠道', null],
      ['网点名称', null],
      ['附言', 'summary'],
      ['对方账户名', 'counterparty'],
      ['对方卡号/账号', 'account'],
      ['对方开户行', null],
    ],
    direction: 'sign',
    source: `${EXAMPLES}/boc/debit`,
  },
  {
    name: '中国银行 企业',
    columns: [
      ['交易类型', 'sign'],
      ['业务类型', 'type'],
      ['付款人开户行号', null],
      ['付款人开户行名', null],
      ['付款人账号', 'payerAccount'],
      ['付款人名称', 'payer'],
      ['收款人开户行行号', null],
      ['收款人开户行名', null],
      ['收款人账号', 'payeeAccount'],
      ['收款人名称', 'payee'],
      ['交易日期', 'day'],
      ['交易时间', null],
      ['交易货币', 'currency'],
      ['交易金额', 'amount'],
      ['交易后余额', 'balance'],
      ['起息日期', null],
      ['汇率', null],
      ['交易流水号', 'serial'],
      ['客户申请号', null],
      ['客户业务编号', null],
      ['凭证类型', null],
      ['凭证号码', null],
      ['记录标识号', null],
      ['摘要', 'summary'],
      ['用途', 'summary'],
      ['交易附言', 'summary'],
      ['备注', null],
    ],
    direction: 'sign',
    source: CORPORATE,
  },
  {
    name: '中国建设银行 个人',
    columns: [
      ['记账日', 'day'],
      ['交易日期', null],
      ['交易时间', null],
      ['支出', 'out'],
      ['收入', 'in'],
      ['账户余额', 'balance'],
      ['币种', 'currency'],
      ['摘要', 'type'],
      ['对方账号', 'account'],
      ['对方户名', 'counterparty'],
      ['交易地点', 'summary'],
    ],
    direction: 'columns',
    source: `${EXAMPLES}/ccb`,
  },
  {
    name: '中国建设银行 企业',
    columns: [
      ['交易时间', 'day'],
      ['借方发生额/元(支取)', 'out'],
      ['贷方发生额/元(收入)', 'in'],
      ['余额', 'balance'],
      ['币种', 'currency'],
      ['对方户名', 'counterparty'],
      ['对方账号', 'account'],
      ['对方开户机构', null],
      ['记账日期', null],
      ['摘要', 'summary'],
      ['备注', 'summary'],
      ['账户明细编号-交易流水号', 'serial'],
    ],
    direction: 'columns',
    source: 'an export in the tests of github.com/Yhuir/fin-ops-platform, import_file_service',
  },
  {
    name: '交通银行 个人',
    columns: [
      ['序号', null],
      ['交易日期', 'day'],
      ['交易时间', null],
      ['交易类型', 'type'],
      ['借贷', 'sign'],
      ['交易金额', 'amount'],
      ['余额', 'balance'],
      ['对方账号', 'account'],
      ['对方户名', 'counterparty'],
      ['交易地点', null],
      ['摘要', 'summary'],
    ],
    direction: 'word',
    source: `${EXAMPLES}/bocom_debit`,
  },
  {
    name: '交通银行 企业',
    columns: [
      ['交易时间', 'day'],
      ['借方发生额(支出)', 'out'],
      ['贷方发生额(收入)', 'in'],
      ['账户余额', 'balance'],
      ['对方账号', 'account'],
      ['对方户名', 'counterparty'],
      ['摘要', 'summary'],
    ],
    direction: 'columns',
    source: CORPORATE,
  },
  {
    name: '招商银行 个人',
    columns: [
      ['记账日期', 'day'],
      ['货币', 'currency'],
      ['交易金额', 'amount'],
      ['联机余额', 'balance'],
      ['交易摘要', 'type'],
      ['对手信息', 'party'],
      ['客户摘要', 'summary'],
    ],
    direction: 'sign',
    source: `${EXAMPLES}/cmb/debit`,
  },
  {
    name: '招商银行 企业',
    columns: [
      ['账号', 'ownAccount'],
      ['账号名称', null],
      ['币种', 'currency'],
      ['交易日', 'day'],
      ['交易时间', null],
      ['起息日', null],
      ['交易类型', 'type'],
      ['借方金额', 'out'],
      ['贷方金额', 'in'],
      ['余额', 'balance'],
      ['摘要', 'summary'],
      ['流水号', 'serial'],
      ['流程实例号', null],
      ['业务名称', null],
      ['用途', 'summary'],
      ['业务参考号', null],
      ['业务摘要', null],
      ['其它摘要', null],
      ['收(付)方分行名', null],
      ['收(付)方名称', 'counterparty'],
      ['收(付)方账号', 'account'],
    ],
    direction: 'columns',
    source: CORPORATE,
  },
  {
    name: '中国邮政储蓄银行 企业',
    columns: [
      ['序号', null],
      ['交易时间', null],
      ['记账日期', 'day'],
      ['支出金额', 'out'],
      ['收入金额', 'in'],
      ['余额', 'balance'],
      ['对方账号', 'account'],
      ['对方户名', 'counterparty'],
      ['对方行名', null],
      ['用途', 'summary'],
      ['附言', 'summary'],
      ['摘要', 'summary'],
      ['交易流水号', 'serial'],
      ['全局路由号', null],
    ],
    direction: 'columns',
    source: `${PRINTED}/psbc.py`,
  },
  {
    name: '上海浦东发展银行 个人',
    columns: [
      ['顺序号', null],
      ['交易日期', 'day'],
      ['交易类型', 'type'],
      ['存入金额', 'in'],
      ['取出金额', 'out'],
      ['余额', 'balance'],
      ['交易对手名称', 'counterparty'],
      ['交易对手账号', 'account'],
      ['附言', 'summary'],
    ],
    direction: 'columns',
    source: `${EXAMPLES}/spdb_debit`,
  },
  {
    name: '上海浦东发展银行 企业',
    columns: [
      ['交易日期', 'day'],
      ['交易时间', null],
      ['申请日期', null],
      ['凭证号', null],
      ['借方金额', 'out'],
      ['贷方金额', 'in'],
      ['余额', 'balance'],
      ['对方账号', 'account'],
      ['对方户名', 'counterparty'],
      ['对方行名', null],
      ['交易流水号', 'serial'],
      ['传票序号', null],
      ['记录状态', 'status'],
      ['摘要', 'summary'],
      ['交易附言', 'summary'],
      ['客户账户类型', null],
    ],
    direction: 'columns',
    source: CORPORATE,
  },
  {
    name: '中信银行 企业',
    columns: [
      ['交易日期', 'day'],
      ['交易时间', null],
      ['对方账号', 'account'],
      ['对方账户名称', 'counterparty'],
      ['对方账号开户网点名称', null],
      ['借方发生额', 'out'],
      ['贷方发生额', 'in'],
      ['账户余额', 'balance'],
      ['摘要', 'summary'],
      // A returned transfer has its own row.
      ['退汇标识', null],
      ['退汇日期', null],
      ['柜员交易号', 'serial'],
      ['附言', 'summary'],
      ['币种', 'currency'],
      ['交易账号', 'ownAccount'],
    ],
    direction: 'columns',
    source: CORPORATE,
  },
  {
    name: '佛山农村商业银行',
    columns: [
      ['流水号', 'serial'],
      ['记账日期', 'day'],
      ['交易日期', null],
      ['收入/支出', 'amount'],
      ['余额', 'balance'],
      ['对方账号', 'account'],
      ['对方户名', 'counterparty'],
      ['对方行名', null],
      ['交易类型', 'type'],
      ['摘要', 'summary'],
      ['附言', 'summary'],
    ],
    direction: 'sign',
    source: `${PRINTED}/city_commercial.py`,
  },
  {
    name: '农村商业银行 企业',
    columns: [
      ['交易日期', 'day'],
      ['摘要', 'summary'],
      ['借方金额', 'out'],
      ['贷方金额', 'in'],
      ['余额', 'balance'],
      ['币种', 'currency'],
      ['对方账号/户名', 'party'],
      ['用途', 'summary'],
    ],
    direction: 'columns',
    source: `${PRINTED}, 客户账户明细对账单`,
  },
  {
    name: '支付宝 个人账单',
    columns: [
      ['交易时间', 'day'],
      ['交易分类', 'type'],
      ['交易对方', 'counterparty'],
      ['对方账号', 'account'],
      ['商品说明', 'summary'],
      // 不计收支 is neither; a paid and refunded order has the status closed, and its refund is such a row.
      ['收/支', 'sign'],
      ['金额', 'amount'],
      ['收/付款方式', null],
      ['交易状态', 'status'],
      ['交易订单号', 'serial'],
      ['商家订单号', null],
      ['备注', null],
    ],
    direction: 'word',
    source: `${EXAMPLES}/alipay`,
  },
  {
    name: '支付宝 商家账务明细',
    columns: [
      ['账务流水号', 'serial'],
      ['业务流水号', null],
      ['商户订单号', null],
      ['商品名称', 'summary'],
      ['发生时间', 'day'],
      ['对方账号', 'counterparty'],
      ['收入金额(+元)', 'in'],
      // Each amount has a minus sign.
      ['支出金额(-元)', 'out'],
      ['账户余额(元)', 'balance'],
      ['交易渠道', null],
      ['业务类型', 'type'],
      ['备注', 'summary'],
    ],
    direction: 'columns',
    source: 'the file 账务明细查询 in several public importers of Alipay’s merchant bills',
  },
  {
    name: '微信支付 个人账单',
    columns: [
      ['交易时间', 'day'],
      ['交易类型', 'type'],
      ['交易对方', 'counterparty'],
      ['商品', 'summary'],
      // “/” is neither: money moved between the holder's own accounts, and 交易类型 gives the direction.
      ['收/支', 'sign'],
      ['金额(元)', 'amount'],
      ['支付方式', null],
      ['当前状态', 'status'],
      ['交易单号', 'serial'],
      ['商户单号', null],
      ['备注', null],
    ],
    direction: 'word',
    // The refund has its own row.
    happened: ['已全额退款', '已退款', '对方已退还'],
    source: `${EXAMPLES}/wechat`,
  },
  {
    name: '微信支付 商户资金账单',
    columns: [
      ['记账时间', 'day'],
      ['微信支付业务单号', null],
      ['资金流水单号', 'serial'],
      ['业务名称', null],
      ['业务类型', 'type'],
      ['收支类型', 'sign'],
      ['收支金额(元)', 'amount'],
      ['账户结余(元)', 'balance'],
      ['资金变更提交申请人', null],
      ['备注', 'summary'],
      ['业务凭证号', null],
    ],
    direction: 'word',
    source: 'https://pay.weixin.qq.com/docs/merchant/products/bill-download/structure/fund-bill.html',
  },
];

export interface KnownLayout {
  layout: Layout;
  /** The field of each column, by column index from 0. */
  fields: Map<number, StatementField | null>;
}

/** The layout whose headings all occur in the table in order; other columns may stand between them. Of several layouts the
 *  one with the most columns. */
export function layoutOf(columns: readonly Column<StatementField>[]): KnownLayout | undefined {
  const labels = columns.map(({ at, path }) => ({ at, label: bareLabel(path.at(-1)!) }));
  const found = LAYOUTS.flatMap((layout) => {
    const fields = new Map<number, StatementField | null>();
    let next = 0;
    for (const { at, label } of labels)
      if (label === layout.columns[next]?.[0]) {
        fields.set(at, layout.columns[next]![1]);
        next += 1;
      }
    return next === layout.columns.length ? [{ layout, fields }] : [];
  });
  return found.toSorted((a, b) => b.fields.size - a.fields.size)[0];
}

const bareLabel = (label: string): string => collapseSpaces(label).replace(/\[.*\]/, '');
