import { MOBILE } from '../../texts.js';
import { toHalfWidth } from './cells.js';
import type { Cell } from './sheet.js';

/** Half width, without any whitespace. */
export const collapseSpaces = (text: string): string => toHalfWidth(text).replace(/\s+/g, '');

const BLANKS = /^(?:|\/+|\\+|-+|—+|–+|_+|无|暂无|没有|空|n\/?a|null|none|×|x)$/i;
export const isBlank = (text: string): boolean => BLANKS.test(collapseSpaces(text));

/** No cell with a name or a number is longer; the patterns below would be slow on long text. */
const LONGEST = 200;

/** Eleven digits of a mobile number, or area code and number of a fixed line; digits only. */
export function readPhone(cell: Cell | undefined): string | undefined {
  if (!cell || cell.isError || cell.text.length > LONGEST) return undefined;
  const text = toHalfWidth(cell.number !== undefined && Number.isInteger(cell.number) ? String(cell.number) : cell.text);
  const runs = text
    .replace(/[\s\-—–_.·]+(?=\d)/g, (gap, at: number) => (/\d/.test(text[at - 1] ?? '') ? '' : gap))
    .match(/\d+/g);
  if (!runs || /[A-Za-z]\d|\d[A-Za-z]/.test(text)) return undefined;
  const numbers = runs.map((digits) => digits.replace(DIALLED_BEFORE, ''));
  const phones = numbers.filter((digits, at) => MOBILE.test(digits) || (LANDLINE.test(digits) && at === 0));
  const others = numbers.filter((digits) => !phones.includes(digits) && digits !== '86' && digits !== '0086');
  const distinct = [...new Set(phones)];
  return distinct.length === 1 && others.length === 0 ? distinct[0] : undefined;
}

/** The country code, or the 0 that is dialled before a number elsewhere; no area code begins with 013 to 019. */
const DIALLED_BEFORE = /^(?:0086|86)?0?(?=1[3-9]\d{9}$)/;
const LANDLINE = /^0(?:10|2\d)\d{8}$|^0[3-9]\d{2}\d{7,8}$/;

/** Characters that look like ideographs but are not: Kangxi radicals, and forms kept for old encodings. */
const LOOKALIKES = /[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff]/g;
/** Placeholders for an unknown name. */
const NO_NAME = /^(?:无名氏?|佚名|匿名|不详|未知|不知|某+|某某[人氏]?|同上|待定|测试)$/;

/** A person's name without titles and remarks in brackets. Keeps rare characters, and the spaces of names in Latin letters.
 *  Undefined when the text is not the name of one person. */
export function readName(cell: Cell | undefined): string | undefined {
  if (!cell || cell.isError || cell.number !== undefined || cell.text.length > LONGEST) return undefined;
  const plain = toHalfWidth(cell.text)
    .replace(LOOKALIKES, (sign) => sign.normalize('NFKC'))
    .replace(/[(（[【][^)）\]】]*[)）\]】]/g, '')
    .trim();
  const bare = plain
    .replace(/\s+/g, (gap, at: number, all: string) =>
      LATIN.test(all[at - 1] ?? '') && LATIN.test(all[at + gap.length] ?? '') ? ' ' : '',
    )
    .replace(/[*☆★]+$/, '');
  if (isBlank(bare) || NO_NAME.test(bare) || !/\p{L}/u.test(bare)) return undefined;
  if ([...bare].length > 40 || /\d|[=+@、,;/|&?!]/.test(bare) || isTwoNames(plain) || OTHERS_TOO.test(bare))
    return undefined;
  return bare;
}
/** 李子梅等, 李子梅夫妇, 李子梅之子: several people, or another person. */
const OTHERS_TOO = /^\p{Script=Han}{2,}(?:等|等人|一家|全家|夫妇|夫妻|母女|母子|父女|父子|家属|之[子女]|儿子|女儿)$/u;
/** 陈大文 李小明 are two; 李 子 梅 and 欧阳 志远 are one. */
function isTwoNames(text: string): boolean {
  const parts = text.split(/\s+/);
  return (
    parts.length > 1 &&
    parts.every((part) => /^\p{Script=Han}{2,}$/u.test(part)) &&
    !(parts.length === 2 && DOUBLE_SURNAME.test(parts[0]!))
  );
}
const DOUBLE_SURNAME =
  /^(?:欧阳|司马|司徒|司空|上官|诸葛|东方|东郭|尉迟|公孙|慕容|令狐|皇甫|夏侯|端木|百里|南宫|闻人|宇文|长孙|淳于|轩辕|独孤|呼延|申屠|太史|澹台|濮阳|钟离|鲜于|赫连|万俟|拓跋|纳兰|完颜|叶赫|爱新)$/;
const LATIN = /[\p{Script=Latin}\p{M}.]/u;
