import { collapseSpaces, type Vocabulary } from '#libs/platform/parsing';

export const STATEMENT_FIELDS = [
  'day',
  'sign',
  /** Signed figures, or words: 收入/支出. */
  'either',
  'out',
  'in',
  'amount',
  'balance',
  'currency',
  'status',
  'counterparty',
  'account',
  /** Account and name in one column. */
  'party',
  'payer',
  'payerAccount',
  'payee',
  'payeeAccount',
  'ownAccount',
  'serial',
  'summary',
  'type',
] as const;
export type StatementField = (typeof STATEMENT_FIELDS)[number];

/** Headings that banks and payment services use; specific ones first. Of several columns for a field the lowest rank counts;
 *  an empty cell falls back to the next rank. `layouts.ts` names the sources of such columns. */
const MEANINGS: readonly [StatementField | null, RegExp, rank: number][] = [
  [
    null,
    /序号|行名|行号|开户|机构|网点|柜员|凭证种类|凭证类型|利率|汇率|打印|钞\/?汇|支付方式|收\/?付款方式|渠道|手续费|服务费|操作员|提交申请人|笔数|冻结|限额|额度/,
    0,
  ],
  [null, /(?:起息|退汇|申请|查询|到期|制表|起始|截止|生效)(?:日|时间)/, 0],
  [null, /(?:交易前|变动前|上笔|上次|上期|期初|原)余额|余额(?:方向|标志|性质)/, 0],
  [null, /名义[付收]款人/, 0],
  ['currency', /(?:记账|入账).*(?:币种|币别|货币)/, 0],
  ['currency', /币种|币别|货币|currency/i, 1],
  ['sign', /^(?:收\/?支|借\/?贷|收\/?付)(?:状态|别)$/, 0],
  ['status', /状态|交易结果|处理结果|status/i, 0],
  ['ownAccount', /^(?:本方|我方|交易|查询)(?:账号|帐号|账户号?|卡号)$/, 0],
  ['ownAccount', /^(?:账号|帐号|卡号|借记卡号|account(?:no\.?|number)?)$/i, 1],
  [null, /本方|我方/, 0],
  ['party', /(?:对方|对手).*(?:账号|帐号|账户|卡号).*(?:户名|名称|姓名)|(?:对方|对手).*(?:户名|名称)[与和/].*账/, 0],
  ['payeeAccount', /(?:收款|payee|beneficiary).*(?:账号|帐号|账户号|卡号|account)/i, 0],
  ['payerAccount', /(?:付款|payer|remitter).*(?:账号|帐号|账户号|卡号|account)/i, 0],
  [
    'account',
    /(?:对方|对手|收\(付\)款?方?|收\/付款?方?|交易对方).*(?:账号(?!名|户)|帐号|账户号|卡号)|counterparty.*account/i,
    0,
  ],
  ['payee', /(?:收款).*(?:户名|名称|姓名|单位|人|方)|^payee|beneficiary/i, 0],
  ['payer', /(?:付款).*(?:户名|名称|姓名|单位|人|方)|^payer|remitter/i, 0],
  [
    'counterparty',
    /(?:对方|对手|收\(付\)款?方?|收\/付款?方?).*(?:户名|名称|姓名|单位|人|信息|账户名)|交易对方|对方账户$|^对方$|counterparty/i,
    0,
  ],
  ['balance', /可用余额|available/i, 1],
  ['balance', /余额|结余|balance/i, 0],
  ['amount', /(?:借.*贷|贷.*借|收.*[支付]|[支付].*收).*(?:金额|发生额|amount)/i, 0],
  [
    'sign',
    /^(?:借\/?贷|收\/?支|收\/?付|资金|交易|记账|发生|进出账)?(?:标志|标识|方向|类型|流向|符号)$|收付方向|^d(?:r|ebit)?\/c(?:r|redit)?$/i,
    0,
  ],
  ['either', /^(?:借方?\/?贷方?|收入?\/?支出?|支出?\/?收入?|收\/?付)$/, 0],
  // The bank explains its debit and credit in brackets.
  ['in', /借方.*\((?:收|收入|存入|入账)\)/, 0],
  ['out', /贷方.*\((?:支|支出|付|付出|支取|出账)\)/, 0],
  ['out', /(?:记账|入账).*(?:借方|支出|付出)/, 0],
  ['in', /(?:记账|入账).*(?:贷方|收入|存入)/, 0],
  ['out', /借方|支出|付出|支取|取出|付款金额|转出|汇出|debit|withdraw|paid out/i, 1],
  ['in', /贷方|收入|存入|收款金额|转入|汇入|credit|deposit|paid in/i, 1],
  ['day', /(?:记账|入账|过账)(?:日|时间)|posting ?date|booking ?date/i, 0],
  ['day', /日期|交易日$|^date/i, 1],
  ['day', /时间/, 2],
  ['amount', /(?:记账|入账).*金额/, 0],
  ['amount', /金额|发生额|交易额|amount/i, 1],
  ['serial', /流水|日志号|柜员交易号|serial/i, 0],
  ['serial', /单号|凭证号|编号|回单|voucher|reference/i, 1],
  ['summary', /摘要|用途|附言|备注|说明|商品|description|purpose|remark/i, 0],
  ['type', /类型|种类|分类|业务名称|交易名称/, 0],
];
/** A heading 类型 means the direction only with 收支 in front. */
const NO_SIGN = /^(?:资金|交易|记账|业务)?类型$/;

export const STATEMENT: Vocabulary<StatementField> = {
  meaningOf(path) {
    for (const label of [path.at(-1)!, path.join('')]) {
      const found = MEANINGS.find(([field, words]) => words.test(label) && !(field === 'sign' && NO_SIGN.test(label)));
      if (found) return { field: found[0], rank: found[2] };
    }
    return undefined;
  },
  isTable: (fields) => fields.has('day') && AMOUNTS.some((field) => fields.has(field)),
};
const AMOUNTS = ['amount', 'out', 'in', 'either'] as const;

/** Columns of debit or credit that do not say whose: the words mean the opposite to the bank and to the holder. */
export const isDebitOrCredit = (path: readonly string[]): boolean => {
  const label = collapseSpaces(path.join(''));
  return /借方|贷方|debit|credit/i.test(label) && !/收|支|付|存|[入出]账/.test(label);
};

/** Words under such a heading are the bank's own: debit is outgoing. */
export const isBanksFlag = (path: readonly string[]): boolean =>
  /借.*贷|d(?:r|ebit)?\/c(?:r|redit)?/i.test(collapseSpaces(path.join('')));

/** Fen per unit of the figures under a heading. The text above the table counts when the heading names no unit. */
export function unitFen(path: readonly string[], above: string): number {
  const own = collapseSpaces(path.join(''));
  const unit = /[(/]?(万元|千元|元)/.exec(own)?.[1] ?? /单位[:：]?(?:人民币)?(万元|千元|元)/.exec(collapseSpaces(above))?.[1];
  return unit === '万元' ? 1_000_000 : unit === '千元' ? 100_000 : 100;
}
