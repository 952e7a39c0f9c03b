import { problem } from '#libs/platform/parsing';

export const StatementWithoutHeadings = problem('STATEMENT_WITHOUT_HEADINGS', 422, {
  zh: '没有找到表头。对账单至少要有“日期”和“金额”（或“借方”“贷方”）两列。',
  en: 'No heading row was found. A statement needs at least a date and an amount (or debit and credit).',
});
export const StatementEmpty = problem('STATEMENT_EMPTY', 422, {
  zh: '对账单里没有一笔收支。',
  en: 'There is no movement in the statement.',
});
export const BankLineNotFound = problem('BANK_LINE_NOT_FOUND', 404, {
  zh: '没有这笔银行流水，或不在您的范围内。',
  en: 'There is no such movement, or outside your scope.',
});
export const BankMatchNotFound = problem('BANK_MATCH_NOT_FOUND', 404, {
  zh: '没有这条勾对，或它已经取消。',
  en: 'There is no such match, or it was undone.',
});
export const BankLineSettled = problem('BANK_LINE_SETTLED', 409, {
  zh: '其中的银行流水已经勾对或注销，请刷新后再试。',
  en: 'One of the movements is settled already; refresh and try again.',
});
export const EntrySettled = problem('ENTRY_SETTLED', 409, {
  zh: '其中的账目已经勾对、已冲正，或不在本单位。',
  en: 'One of the entries is matched already, was reversed, or is not of this unit.',
});
export const SumsDiffer = problem('SUMS_DIFFER', 409, {
  zh: '银行流水合计与账目合计不相等，不能勾对。',
  en: 'The movements and the entries do not add up to the same sum.',
});
