import { sayIn, type FieldFault, type Locale, type Words } from '#libs/platform';
import type { StatementFault } from './read-statement.js';

const UNREADABLE: Record<StatementFault['field'], Words> = {
  day: { zh: '日期无法识别', en: 'the date cannot be read' },
  amount: { zh: '金额无法识别', en: 'the amount cannot be read' },
  both: { zh: '借方和贷方都有金额', en: 'both debit and credit are filled in' },
  direction: { zh: '看不出是收入还是支出', en: 'it is unclear whether this is income or expense' },
  balance: { zh: '余额无法识别', en: 'the balance cannot be read' },
  status: { zh: '看不出交易是否成功', en: 'it is unclear whether the transaction succeeded' },
  currency: { zh: '不是人民币', en: 'the currency is not yuan' },
  headings: {
    zh: '这个工作表没有表头，看不出各列是什么',
    en: 'the sheet has no headings, so the meaning of its columns is unknown',
  },
  accounts: { zh: '一个文件里有几个账户，请分开上传', en: 'the file has several accounts: upload them one by one' },
};
const CONTRADICTED: Partial<Record<StatementFault['field'], Words>> = {
  amount: { zh: '金额与前后余额不符', en: 'the amount does not fit the balances before and after it' },
  direction: { zh: '收支方向与前后余额相反', en: 'the direction is the opposite of what the balances show' },
  balance: { zh: '余额与前后不符', en: 'the balance does not fit those before and after it' },
  status: { zh: '状态为未成功，余额却变动了', en: 'the status says that it failed, but the balance changed' },
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
