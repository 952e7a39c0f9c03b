import { problem } from '#libs/platform/parsing';

export const StatementWithoutHeadings = problem('STATEMENT_WITHOUT_HEADINGS', 422, {
  zh: '没有找到表头。对账单至少要有“日期”和“金额”（或“借方”“贷方”）两列。',
  en: 'No heading row was found. A statement needs at least a date and an amount (or debit and credit).',
});
export const StatementEmpty = problem('STATEMENT_EMPTY', 422, {
  zh: '对账单里没有一笔收支。',
  en: 'The statement has no movements.',
});
export const BankLineNotFound = problem('BANK_LINE_NOT_FOUND', 404, {
  zh: '没有这笔银行流水，或不在您的范围内。',
  en: 'There is no such movement, or it is outside your scope.',
});
export const BankMatchNotFound = problem('BANK_MATCH_NOT_FOUND', 404, {
  zh: '没有这条勾对，或它已经取消。',
  en: 'There is no such match, or it was already undone.',
});
export const BankLineSettled = problem('BANK_LINE_SETTLED', 409, {
  zh: '其中的银行流水已经勾对，或已列为与本经费无关，请刷新后再试。',
  en: 'One of the movements is already matched or set aside. Reload and try again.',
});
export const EntrySettled = problem('ENTRY_SETTLED', 409, {
  zh: '其中的账目已经勾对、已冲正，或不在本单位。',
  en: 'One of the entries is already matched, was reversed, or belongs to another unit.',
});
export const SumsDiffer = problem('SUMS_DIFFER', 409, {
  zh: '银行流水合计与账目合计不相等，不能勾对。',
  en: 'The movements and the entries do not add up to the same sum.',
});
export const StatementNotFound = problem('STATEMENT_NOT_FOUND', 404, {
  zh: '没有这份对账单，或不在您的范围内。',
  en: 'There is no such statement, or it is outside your scope.',
});
export const StatementRetracted = problem('STATEMENT_RETRACTED', 409, {
  zh: '这份对账单已经撤销，或已有人提出撤销。',
  en: 'This statement is already retracted, or its retraction is already proposed.',
});
export const StatementInUse = problem('STATEMENT_IN_USE', 409, {
  zh: '其中 {matched} 笔流水已勾对，{aside} 笔列为与本经费无关。请先取消这些勾对、恢复这些流水，再撤销对账单。',
  en: '{matched} of its movements are matched and {aside} are set aside. Undo this first, then retract the statement.',
});
export const LaterStatementDepends = problem('LATER_STATEMENT_DEPENDS', 409, {
  zh: '后来上传的“{fileName}”没有再收这份对账单里已有的流水。请先撤销“{fileName}”。',
  en: '“{fileName}” was uploaded later and left out movements that this statement already has. Retract “{fileName}” first.',
});
export const RetractionNotFound = problem('RETRACTION_NOT_FOUND', 404, {
  zh: '没有这项撤销申请，或已有人决定。',
  en: 'There is no such proposal, or it was already decided.',
});
export const RetractionNeedsTwo = problem('RETRACTION_NEEDS_TWO', 403, {
  zh: '撤销对账单须由两个互不依附的人办理：一人提出，另一人同意。',
  en: 'Two people who do not depend on each other retract a statement: one proposes, the other agrees.',
});
export const BreakNotFound = problem('BREAK_NOT_FOUND', 404, {
  zh: '没有这处余额不连续的记录，或已有人确认。',
  en: 'There is no such break, or it was already confirmed.',
});
