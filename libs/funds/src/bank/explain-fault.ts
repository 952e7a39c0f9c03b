import { sayIn, type FieldFault, type Locale, type Words } from '#libs/platform';
import type { StatementFault } from './read-statement.js';

const UNREADABLE: Record<StatementFault['field'], Words> = {
  day: { zh: '日期无法识别', en: 'the date cannot be read' },
  amount: { zh: '金额无法识别', en: 'the amount cannot be read' },
  both: { zh: '借方和贷方都有金额', en: 'both debit and credit are filled in' },
  direction: { zh: '看不出是收入还是支出', en: 'it is not certain whether this came in or went out' },
  balance: { zh: '余额无法识别', en: 'the balance cannot be read' },
  status: { zh: '看不出交易是否成功', en: 'it is not certain whether the transaction happened' },
  currency: { zh: '不是人民币', en: 'the currency is not yuan' },
  headings: {
    zh: '这个工作表没有表头，看不出各列是什么',
    en: 'the sheet has no headings: what its columns hold is not known',
  },
  accounts: { zh: '一个文件里有几个账户，请分开上传', en: 'several accounts in one file: send them one by one' },
};
const CONTRADICTED: Partial<Record<StatementFault['field'], Words>> = {
  amount: { zh: '金额与前后余额不符', en: 'the balances around it contradict the amount' },
  direction: { zh: '收支方向与前后余额相反', en: 'the balances around it say the opposite direction' },
  balance: { zh: '余额与前后不符', en: 'the balance contradicts those around it' },
  status: { zh: '状态为未成功，余额却变动了', en: 'it is said not to have happened, and the balance moved' },
};

/** Explains in the reader's language why a row makes the import fail. */
export const explainFault =
  (locale: Locale, hasSheets: boolean) =>
  ({ sheet, row, field, isContradicted }: StatementFault): FieldFault => {
    const say = sayIn(locale);
    const words = (isContradicted && CONTRADICTED[field]) || UNREADABLE[field];
    const place = say(`第 ${row} 行`, `row ${row}`);
    return {
      field: hasSheets ? say(`${sheet} ${place}`, `${sheet}, ${place}`) : place,
      reason: say(words.zh, words.en),
    };
  };
