import type { Locale, Words } from '#libs/platform';
import type { StaffDoubt } from './read-staff.js';

const WORDS: Record<StaffDoubt, Words> = {
  name: { zh: '姓名：缺失或无法识别', en: 'name: missing or unreadable' },
  phone: { zh: '手机：不是完整的手机号码', en: 'mobile number: not complete' },
  unit: {
    zh: '单位：缺失、无法识别，或不在所选单位范围内',
    en: 'unit: missing, unknown, or outside the chosen unit',
  },
  role: { zh: '角色：缺失，或有无法识别的岗位名称', en: 'role: missing, or contains an unknown word' },
  level: { zh: '角色：这一层级的单位没有这个角色', en: 'role: does not exist at the level of the unit' },
  conflict: {
    zh: '角色：与此人在同一单位（或上下级单位）的其他职责不能由一人担任',
    en: 'role: cannot be combined with another duty of the person in the unit, or one above or below',
  },
  ownAccount: {
    zh: '不能为自己的账号添加角色，请找上级单位',
    en: 'you cannot give roles to your own account: ask the office above',
  },
  servesElsewhere: {
    zh: '此人的账号由其他单位管理，工作岗位请由双方共同的上级单位授予',
    en: 'another office manages the account: an office above both has to give staff roles',
  },
  notYours: { zh: '这个单位不在您管理人员的范围内', en: 'you do not manage the people of this unit' },
  reserved: { zh: '这个角色只能由系统管理员任免', en: 'only an administrator gives this role' },
  fromAbove: { zh: '这个角色由上一级单位任免', en: 'the office above gives this role' },
  twoNames: { zh: '同一手机号在表格中对应不同的姓名', en: 'the file has this number with different names' },
  otherName: { zh: '这个手机号已登记在另一个姓名下', en: 'the number is registered under another name' },
  closed: { zh: '这个手机号的账号已停用', en: 'the account of this number is closed' },
  otherPerson: {
    zh: '此号码已由他人登记，或账号由其他单位管理：请核对姓名和号码，或请上级单位授予',
    en: 'somebody else is registered with this number, or another office manages the account: check name and number, or ask the office above',
  },
  twice: { zh: '与表格前面的行重复', en: 'the same as an earlier row of the file' },
  held: {
    zh: '此人在该单位已有这个角色，或正等待确认',
    en: 'the person already holds the role, or it awaits confirmation',
  },
  sheet: {
    zh: '没有找到表头，整个工作表没有读取',
    en: 'no heading row was found; the sheet was not read',
  },
};

/** Why a row of a staff list needs attention, in the reader's language. */
export const explainStaffDoubt = (doubt: StaffDoubt, locale: Locale): string => WORDS[doubt][locale];
