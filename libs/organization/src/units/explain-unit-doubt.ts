import type { Locale, Words } from '#libs/platform';
import type { UnitDoubt } from './judge-units.js';

const WORDS: Record<UnitDoubt, Words> = {
  code: { zh: '单位代码：应为 6～24 位数字', en: 'code: must have 6 to 24 digits' },
  name: { zh: '名称：缺失，或超过 60 个字', en: 'name: missing, or longer than 60 characters' },
  level: { zh: '层级：缺失或无法识别', en: 'level: missing or unknown' },
  kind: { zh: '类别：超过 20 个字', en: 'kind: longer than 20 characters' },
  parent: {
    zh: '上级单位：缺失，或表格和平台中都没有（同名的请填代码）',
    en: 'parent: missing, or neither in the file nor on the platform (give the code if several units have the name)',
  },
  notBelow: { zh: '层级：没有低于上级单位的层级', en: 'level: not below the level of the parent' },
  moved: {
    zh: '这个代码的单位已在平台中，但层级或上级单位不同；导入不能移动单位',
    en: 'the unit is on the platform with another level or parent; an import cannot move units',
  },
  differs: {
    zh: '同一代码在表格中出现多次，内容不一致',
    en: 'the file has the code several times, with different contents',
  },
  outside: { zh: '不在所选单位的范围内', en: 'outside the chosen unit' },
  changed: {
    zh: '读取表格之后，平台中的这个单位已被改动；请重新上传',
    en: 'the unit was changed on the platform after the file was read: upload the file again',
  },
  twice: { zh: '与表格前面的行相同', en: 'the same as an earlier row of the file' },
  same: { zh: '平台中已有，内容相同', en: 'already on the platform with the same contents' },
  sheet: {
    zh: '没有找到表头，整个工作表没有读取',
    en: 'no heading row was found; the sheet was not read',
  },
};

/** Why a row of a unit list needs attention, in the reader's language. */
export const explainUnitDoubt = (doubt: UnitDoubt, locale: Locale): string => WORDS[doubt][locale];
