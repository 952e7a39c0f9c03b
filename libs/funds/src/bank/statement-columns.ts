import type { Vocabulary } from '#libs/platform';

export type StatementField =
  | 'day'
  | 'sign'
  | 'out'
  | 'in'
  | 'amount'
  | 'balance'
  | 'currency'
  | 'status'
  | 'counterparty'
  | 'account'
  | 'payer'
  | 'payerAccount'
  | 'payee'
  | 'payeeAccount'
  | 'serial'
  | 'summary'
  | 'type';

/** What banks and payment services write above their columns, the telling words first. Of several columns for one thing the
 *  lowest rank counts, and the next where it is empty. Sources: statements as ICBC, ABC, BOC, CCB, BOCOM, CMB, PSBC, SPDB, CITIC
 *  and Guangdong's rural banks hand them out, and the bills of Alipay and WeChat Pay. */
const MEANINGS: readonly [StatementField | null, RegExp, rank: number][] = [
  [
    null,
    /序号|行名|行号|开户|机构|网点|柜员|凭证种类|凭证类型|起息|利率|打印|本方|钞\/?汇|支付方式|收\/?付款方式|渠道|手续费|服务费|操作员|提交申请人/,
    0,
  ],
  ['currency', /(?:记账|入账).*(?:币种|币别|货币)/, 0],
  ['currency', /币种|币别|货币|currency/i, 1],
  ['status', /状态|交易结果|处理结果|status/i, 0],
  ['payeeAccount', /(?:收款|payee|beneficiary).*(?:账号|帐号|账户号|卡号|account)/i, 0],
  ['payerAccount', /(?:付款|payer|remitter).*(?:账号|帐号|账户号|卡号|account)/i, 0],
  ['account', /(?:对方|对手|收\(付\)款|收\/付款?方?|交易对方).*(?:账号|帐号|账户号|卡号)|counterparty.*account/i, 0],
  ['payee', /(?:收款).*(?:户名|名称|姓名|单位|人|方)|^payee|beneficiary/i, 0],
  ['payer', /(?:付款).*(?:户名|名称|姓名|单位|人|方)|^payer|remitter/i, 0],
  [
    'counterparty',
    /(?:对方|对手|收\(付\)款|收\/付款?方?).*(?:户名|名称|姓名|单位|人|信息)|交易对方|对方账户$|^对方$|counterparty/i,
    0,
  ],
  ['balance', /可用余额|available/i, 1],
  ['balance', /余额|结余|balance/i, 0],
  ['amount', /(?:借.*贷|贷.*借|收.*[支付]|[支付].*收).*(?:金额|发生额|amount)/i, 0],
  [
    'sign',
    /^(?:借\/?贷|收\/?支|收\/?付|借贷|收支|资金|交易|记账)?(?:标志|标识|方向|类型|流向|符号)$|^(?:借\/?贷|收\/?支|收\/?付)$|收付方向|dr\/?cr/i,
    0,
  ],
  ['out', /(?:记账|入账).*(?:借方|支出|付出)/, 0],
  ['in', /(?:记账|入账).*(?:贷方|收入|存入)/, 0],
  ['out', /借方|支出|付出|支取|付款金额|转出|汇出|debit|withdraw|paid out/i, 1],
  ['in', /贷方|收入|存入|收款金额|转入|汇入|credit|deposit|paid in/i, 1],
  ['day', /日期|交易日$|记账日$|入账日$|^date/i, 0],
  ['day', /时间/, 1],
  ['amount', /(?:记账|入账).*金额/, 0],
  ['amount', /金额|发生额|交易额|amount/i, 1],
  ['serial', /流水|日志号|serial/i, 0],
  ['serial', /单号|凭证号|编号|回单|voucher|reference/i, 1],
  ['summary', /摘要|用途|附言|备注|说明|商品|description|purpose|remark/i, 0],
  ['type', /类型|种类|业务名称|交易名称/, 0],
];
/** 类型 alone tells the direction only where 收支 stands before it. */
const NO_SIGN = /^(?:资金|交易|记账|业务)?类型$/;

export const STATEMENT: Vocabulary<StatementField> = {
  meaningOf(path) {
    for (const label of [path.at(-1)!, path.join('')]) {
      const found = MEANINGS.find(([field, words]) => words.test(label) && !(field === 'sign' && NO_SIGN.test(label)));
      if (found) return { field: found[0], rank: found[2] };
    }
    return undefined;
  },
  isTable: (fields) => fields.has('day') && (fields.has('amount') || fields.has('out') || fields.has('in')),
};

/** Columns whose words mean the opposite to the bank and to the holder of the account. */
export const isDebitOrCredit = (path: readonly string[]): boolean => /借方|贷方|debit|credit/i.test(path.join(''));
/** Figures below this heading are given in units of ten thousand yuan. */
export const isInTenThousands = (path: readonly string[]): boolean => path.some((label) => label.includes('万元'));

/** To the bank its customer's money is a debt: 借 (debit) is what went out. */
export function directionOf(word: string): 1 | -1 | undefined {
  if (
    /^(?:借|支|付|出|往账|转出|汇出|支取|支出|付款|出账|d|dr|debit|out|expense|[-－])/i.test(word) &&
    !/^(?:收|贷)/.test(word)
  )
    return -1;
  if (/^(?:贷|收|入|来账|转入|汇入|存入|进账|c|cr|credit|in|income|[+＋])/i.test(word)) return 1;
  return undefined;
}

/** What leaves a payment service for the holder's own bank account, or comes from there: neither income nor expense to it. */
export function directionOfTransfer(type: string): 1 | -1 | undefined {
  if (/提现|转出到银行卡|转出至银行卡/.test(type)) return -1;
  if (/充值/.test(type)) return 1;
  return undefined;
}

/** What the bank says that did not happen. */
export function nothingHappened(status: string): 'failed' | 'closed' | undefined {
  if (/失败|不成功|未成功|fail|拒绝|退票/i.test(status)) return 'failed';
  if (/关闭|取消|作废|已撤销|closed|cancell?ed/i.test(status)) return 'closed';
  return undefined;
}
/** Not yet, or not known. */
export const isPending = (status: string): boolean => /处理中|待|等待|pending|未知|可疑/i.test(status);

export const isYuan = (currency: string): boolean =>
  currency === '' || /^(?:人民币|CNY|RMB|156|01|本币|元|￥|¥)/i.test(currency);
