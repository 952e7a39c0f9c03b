import type { Locale, Words } from '#libs/platform';
import type { RosterDoubt } from './read-roster.js';

const WORDS: Record<RosterDoubt, Words> = {
  name: { zh: '姓名缺失或无法识别', en: 'the name is missing or unreadable' },
  phone: { zh: '不是完整的手机号码', en: 'the mobile number is not complete' },
  unit: { zh: '无法识别所属村（社区）', en: 'the community is unknown' },
  otherName: { zh: '这个手机号已登记在另一个姓名下', en: 'the number is registered under another name' },
  closed: { zh: '这个手机号的账号已停用', en: 'the account of this number is closed' },
  otherPerson: {
    zh: '此号码已由他人登记，请核对姓名，或请本人在手机上加入',
    en: 'somebody else is registered with this number: check the name, or let the person join on their own phone',
  },
  sheet: {
    zh: '没有找到表头，整个工作表没有读取',
    en: 'no heading row was found; the sheet was not read',
  },
  twice: { zh: '手机号与名册前面的行重复', en: 'an earlier row of the roster has the same number' },
};

/** Why a row of a roster needs attention, in the reader's language. */
export const explainDoubt = (doubt: RosterDoubt, locale: Locale): string => WORDS[doubt][locale];
