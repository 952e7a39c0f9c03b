import { collapseSpaces } from '#libs/platform/parsing';

export type Direction = 1 | -1;

/** The direction that a word means. Debit and credit mean the opposite to the bank and to the holder. */
export interface DirectionWord {
  direction: Direction;
  isDebitOrCredit: boolean;
}

const wordsOf = (words: string): Set<string> => new Set(words.split(' '));

/** From the bank's point of view: a customer's money is a debt of the bank, so 借 (debit) is outgoing. */
const DEBIT = wordsOf('借 借方 借记 dr debit');
const CREDIT = wordsOf('贷 贷方 贷记 c cr credit');
const OUT = wordsOf(
  '支 支出 支取 支付 付 付出 付款 付方 出 出账 往 往账 转出 汇出 取出 取款 流出 减 减少 out expense withdrawal payment paid',
);
const IN = wordsOf(
  '收 收入 收款 收方 入 入账 来 来账 转入 汇入 存 存入 存款 流入 进 进账 增 增加 in income deposit receipt received',
);

const partsOf = (word: string): string[] => word.toLowerCase().match(/\p{Script=Han}+|[a-z]+/gu) ?? [];

/** Reads the words of one column. Undefined: an unknown or contradictory word. Beside C, D is debit. Beside J (借, jiè), D is
 *  贷 (dài). D alone is unknown. A dash beside a plus is a minus. */
export function directionReader(words: readonly string[]): (word: string) => DirectionWord | undefined {
  const all = new Set(words.flatMap((word) => [word.trim(), ...partsOf(word)]));
  const isPinyin = all.has('j');
  const debit = new Set([...DEBIT, ...(isPinyin ? ['j'] : all.has('c') ? ['d'] : [])]);
  const credit = new Set([...CREDIT, ...(isPinyin ? ['d'] : [])]);
  const partOf = (part: string): DirectionWord | undefined => {
    if (OUT.has(part)) return { direction: -1, isDebitOrCredit: false };
    if (IN.has(part)) return { direction: 1, isDebitOrCredit: false };
    if (debit.has(part)) return { direction: -1, isDebitOrCredit: true };
    return credit.has(part) ? { direction: 1, isDebitOrCredit: true } : undefined;
  };
  return (word) => {
    const bare = collapseSpaces(word);
    if (all.has('+') && (bare === '+' || bare === '-'))
      return { direction: bare === '+' ? 1 : -1, isDebitOrCredit: false };
    const parts = partsOf(bare).map(partOf);
    if (parts.includes(undefined)) return undefined;
    // 借(收入) is more specific than 借.
    const plain = parts.filter((part) => !part!.isDebitOrCredit);
    const telling = plain.length > 0 ? plain : parts;
    return telling.every((part) => part!.direction === telling[0]!.direction) ? telling[0] : undefined;
  };
}

/** Transfers between a payment service and the holder's own bank account: neither income nor expense to the service. */
export function directionOfTransfer(type: string): Direction | undefined {
  if (/提现|转出到银行卡|转出至银行卡|^转入零钱通-来自零钱/.test(type)) return -1;
  if (/^(?:零钱|余额|账户)?充值|^零钱通转出-到零钱$/.test(type)) return 1;
  return undefined;
}

/** Whether the status says that the movement did not happen, and why. */
export function nothingHappened(status: string): 'failed' | 'closed' | undefined {
  if (/失败|不成功|未成功|fail|拒绝|驳回|退票/i.test(status)) return 'failed';
  if (/关闭|取消|作废|撤销|撤回|closed|cancell?ed/i.test(status)) return 'closed';
  return undefined;
}
/** Whether the movement is pending or its result unknown. */
export const isPending = (status: string): boolean => /处理中|审核中|在途|待|pending|未知|可疑/i.test(status);
/** Whether the movement was undone. Only the balances show whether a row of its own reversed it. */
export const isUndone = (status: string): boolean => /已.*(?:退款|退还|退回|冲正|冲销)|退汇|抹账/.test(status);
/** A red entry: it reverses an amount in its own column. */
export const isReversal = (text: string): boolean => /冲正|冲销|冲账|红冲|红字|抹账/.test(text);

/** Yuan by name or code: CNY, 156 (ISO 4217), 01 and 10 (codes of banks). An empty text means yuan. */
export const isYuan = (currency: string): boolean =>
  /^(?:|人民币.*|CN[YH]|RMB|156|0{0,2}1|10|本币|元|[￥¥])$/i.test(collapseSpaces(currency));

/** Whether a text is only a sum, a count or a balance that the bank prints between or below the movements. */
const SUM =
  /^(?:[本当上每][页月期日年季次]|借方?|贷方?|收入?|支出?|收方|付方|人民币|发生额?|交易|账户|期间|金额|总|累计|全部)*(?:合计|小计|总计|共计|累计|总额|总笔数|笔数|总金额)(?:发生额|金额|余额|笔数|数)*(?:[:(].*|\d+[笔条项]?)?$/;
const CARRIED =
  /^(?:[承过转接][前次上下]页?|上[年月期]结转|结转[上下][年月期]|(?:本[期月年日页]|账户|承前页?|过次页?)*(?:期初|期末|月初|月末|年初|年末|日初|日终)(?:账户)?(?:余额|结余|结存)?|(?:上[期页月年日次]|昨日|本[期月年日页]|当[前日]|承前页?|过次页?)+(?:余额|结余|结存))(?:[:(].*|\d.*)?$/;
const COUNT =
  /^共\d+(?:笔|[条项](?:记录|$))|^(?:sub)?total\b|^(?:opening|closing)balance|^balancebrought|^balancecarried/i;
const LIKE_A_SUM = /[计额数余存页转笔条项初末]|total|balance/i;
export function isSum(text: string): boolean {
  if (!LIKE_A_SUM.test(text)) return false;
  const bare = collapseSpaces(text);
  return SUM.test(bare) || CARRIED.test(bare) || COUNT.test(bare);
}
/** Whether a text begins like a sum; so may the summary of a movement: 本月电费. */
export const mayBeSum = (text: string): boolean =>
  /^\s*(?:[本上]\s*[页月期日]|累计|结转|期初|期末|合\s*计|共\s*计|总\s*计|小\s*计|共\s*\d)/.test(text);
/** Whether a text names the opening balance of a page or of the whole statement. */
export const isCarriedOver = (text: string): boolean =>
  /^(?:承前|承上|期初|月初|年初|上[期页月年日]|昨日|opening|balancebrought)/i.test(collapseSpaces(text));
