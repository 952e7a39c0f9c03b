import type { Locale, Words } from '#libs/platform';
import type { UnitDoubt } from './judge-units.js';

const WORDS: Record<UnitDoubt, Words> = {
  code: { zh: '单位代码：应为 6～24 位数字', en: 'code: 6 to 24 digits are expected' },
  name: { zh: '名称：缺失，或超过 60 个字', en: 'name: it is missing, or longer than 60 characters' },
  level: { zh: '层级：缺失或无法识别', en: 'level: it is missing or not known' },
  kind: { zh: '类别：超过 20 个字', en: 'kind: it is longer than 20 characters' },
  parent: {
    zh: '上级单位：缺失，或表格和平台中都没有（同名的请填代码）',
    en: 'parent: it is missing, or stands neither in the file nor on the platform (give the code where names are alike)',
  },
  notBelow: { zh: '层级：没有低于上级单位的层级', en: 'level: it is not below that of the parent' },
  moved: {
    zh: '这个代码的单位已在平台中，但层级或上级单位不同；导入不能移动单位',
    en: 'the unit is on the platform with another level or parent; an import moves no units',
  },
  differs: {
    zh: '同一代码在表格中出现多次，内容不一致',
    en: 'the code stands in the file several times, with differences',
  },
  outside: { zh: '不在所选单位的范围内', en: 'it lies outside the unit that was chosen' },
  changed: {
    zh: '读取表格之后，平台中的这个单位已被改动；请重新上传',
    en: 'the unit was changed on the platform after the file was read: send the file again',
  },
  twice: { zh: '与表格前面的行相同', en: 'it stands further up in the file already' },
  same: { zh: '平台中已有，内容相同', en: 'it is on the platform already, the same' },
  sheet: {
    zh: '没有找到表头，整个工作表没有读取',
    en: 'the sheet has no headings that are known; nothing of it was read',
  },
};

/** Why a row of a unit list needs attention, in the reader's language. */
export const explainUnitDoubt = (doubt: UnitDoubt, locale: Locale): string => WORDS[doubt][locale];
