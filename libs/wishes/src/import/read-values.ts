/** Parsers of single cells, for the forms in which people fill them in. They return `undefined` if a value is ambiguous;
 *  then a person must decide. All are pure. */
import {
  calendarDay,
  toHalfWidth,
  isBlank,
  readDay,
  collapseSpaces,
  withoutTime,
  type Cell,
} from '#libs/platform/parsing';
import type { WishKind } from '../wish/wish-codes.js';

const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  贰: 2,
  两: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const TENS: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1_000, 仟: 1_000 };

const GUESS = /[一壹二贰两三叁四肆五伍六陆七柒八捌九玖]{2}/;

/** 七十二 → 72, 一百零五 → 105, 一千二 → 1200, 三万五千 → 35000, 二〇二一 → 2021;廿 and 卅 too. */
export function chineseNumber(text: string): number | undefined {
  const plain = text.replace(/廿/g, '二十').replace(/卅/g, '三十');
  if (!/^[零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万]+$/.test(plain)) return undefined;
  // 三四 and 两三百 are guesses; 一二〇 is written digit by digit.
  if (GUESS.test(plain) && (/[十拾百佰千仟万]/.test(plain) || !/[零〇]/.test(plain))) return undefined;
  if (!/[十拾百佰千仟万]/.test(plain)) return Number([...plain].map((digit) => DIGITS[digit]).join(''));
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 0;
  let afterZero = false;
  for (const sign of plain) {
    if (sign === '万') {
      total = (total + section + (digit ?? 0)) * 10_000;
      section = 0;
      digit = undefined;
      lastUnit = 10_000;
      afterZero = false;
    } else if (sign in TENS) {
      const unit = TENS[sign]!;
      section += (digit ?? 1) * unit;
      digit = undefined;
      lastUnit = unit;
      afterZero = false;
    } else {
      digit = DIGITS[sign]!;
      if (digit === 0) {
        digit = undefined;
        afterZero = true;
      }
    }
  }
  // 一百五 is 150, 一百零五 is 105, 十五 is 15.
  if (digit !== undefined) section += lastUnit >= 100 && !afterZero ? (digit * lastUnit) / 10 : digit;
  return total + section;
}

const ABOUT = /^(?:大?约|大概|大致|预计|估计|预估|不到|约莫|共计?|合计)+|(?:左右|上下|大约)+$/g;
const VAGUE = /几|多|余|若干|待定|不详|不定|未知|待|看情况|面议|以[内上下]|不超|超过|至少|最多|起$|[~～至到]|\d-\d/;

/** Two figures in one cell: 80 90, 80元90元, or 80 and 90 on two lines. Never read as one number. */
const hasTwoFigures = (text: string): boolean => /\d[^\d.,]+\d/.test(text.replace(BRACKETS, ''));
/** 3块5 is three yuan and five jiao. */
const YUAN_AND_JIAO = /^(\d+)[块元](\d)角?$/;
const BRACKETS = /[(（][^)）]*[)）]/g;

/** A remark which shows that the figure before it is not the whole amount: 100元（每人）. */
const PER_OTHER = /[(（][^)）]*(?:每|单价|\/[人户月年天次件个台]|[美港欧日澳加]元|以[内上下])/;
/** 1.200 may mean 1.2 or 1,200. */
const MAY_BE_THOUSANDS = /^[1-9]\d{0,2}\.\d{3}$/;

/** Parses a plain or Chinese number without its unit word. */
function countOf(text: string, unitWord: RegExp): number | undefined {
  if (hasTwoFigures(text)) return undefined;
  const bare = collapseSpaces(text).replace(BRACKETS, '').replace(ABOUT, '').replace(unitWord, '').replace(ABOUT, '');
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare)) return Number(bare.replaceAll(',', ''));
  if (/^\d+(?:\.\d+)?$/.test(bare)) return Number(bare);
  return chineseNumber(bare);
}

/** The cost of a wish in yuan; an empty cell and 无 mean zero. At most two decimals. */
export function readCost(cell: Cell | undefined): number | undefined {
  if (!cell) return 0;
  if (cell.isError || cell.isDay) return undefined;
  if (cell.number !== undefined) return acceptCost(cell.number);
  const text = collapseSpaces(cell.text);
  if (
    isBlank(text) ||
    /^(?:无需|不需要?|不用|免)(?:费用?|钱|花费|资金)?$|^(?:免费|没有费用|无费用|公益|义务)$/.test(text)
  )
    return 0;
  const stripped = text
    .replace(BRACKETS, '')
    .replace(/(?:人民币|rmb|cny)/gi, '')
    .replace(/[￥¥]/g, '')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1');
  const bare = stripped
    .replace(ABOUT, '')
    .replace(/(?:元整?|圆整?|块钱?|yuan)/gi, '')
    .replace(ABOUT, '');
  if (VAGUE.test(bare) || PER_OTHER.test(text) || MAY_BE_THOUSANDS.test(bare)) return undefined;
  const jiao = YUAN_AND_JIAO.exec(stripped.replace(ABOUT, ''));
  if (jiao) return acceptCost(Number(jiao[1]) + Number(jiao[2]) / 10);
  if (hasTwoFigures(toHalfWidth(cell.text))) return undefined;
  const large = /^(\d+(?:\.\d+)?)(万|千|百|[wWkK])$/.exec(bare);
  if (large)
    return acceptCost(
      Number(large[1]) * { 万: 10_000, w: 10_000, 千: 1_000, k: 1_000, 百: 100 }[large[2]!.toLowerCase()]!,
    );
  const value = countOf(bare, /$^/);
  return value === undefined ? undefined : acceptCost(value);
}

/** Accepts a cost from 0 to one million yuan with at most two decimals. */
export const acceptCost = (yuan: number): number | undefined => {
  const rounded = Math.round(yuan * 100) / 100;
  return Number.isFinite(yuan) && yuan >= 0 && yuan <= 1_000_000 && Math.abs(rounded - yuan) < 1e-6
    ? rounded
    : undefined;
};

/** How many people a wish helps; an empty cell means one. */
export function readPeople(cell: Cell | undefined): number | undefined {
  if (!cell || isBlank(cell.text)) return 1;
  if (cell.isError || cell.isDay) return undefined;
  if (VAGUE.test(collapseSpaces(cell.text).replace(BRACKETS, '').replace(ABOUT, ''))) return undefined;
  const value = cell.number ?? countOf(cell.text, /[人名个位]+$/);
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 10_000 ? value : undefined;
}

/** The quantity of things; undefined if none is stated. */
export function readQuantity(cell: Cell | undefined): number | undefined {
  if (!cell || cell.isError || cell.isDay || VAGUE.test(collapseSpaces(cell.text))) return undefined;
  const value = cell.number ?? countOf(cell.text, /[台个件份套只把张本袋包箱盒瓶条双对辆部床副支桶]$/);
  return value !== undefined && Number.isInteger(value) && value >= 1 && value <= 10_000 ? value : undefined;
}

/** Age in years; null if not stated. A baby's age in months counts as 0. */
export function readAge(cell: Cell | undefined): number | null | undefined {
  if (!cell || isBlank(cell.text)) return null;
  if (cell.isError || cell.isDay) return undefined;
  const text = collapseSpaces(cell.text);
  if (/^(?:\d{1,2}|[一二两三四五六七八九十]+)个?月(?:大)?$|^半岁$|^新生儿?$/.test(text)) return 0;
  if (VAGUE.test(text.replace(BRACKETS, '').replace(ABOUT, ''))) return undefined;
  const value = cell.number ?? countOf(text, /(?:周?岁|岁数)$/);
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 120 ? value : undefined;
}

export interface WishText {
  text: string;
  isFormula: boolean;
  /** Longer than a wish or a cell may be: a person has to shorten it. */
  isTooLong: boolean;
}
const LONGEST_WISH = 1_000;

const REMARK =
  /\s*[(（【[](?:已|经|待|未)?(?:电话|上门|入户|现场|本人|网格员?|社区|微信)?(?:已|再次)?(?:核实|确认|联系|走访|回访|登记|上报|录入)[^)）】\]]{0,12}[)）】\]]\s*$/;
/** Thanks that stand alone; 表示感谢 and 很麻烦 belong to the wish. */
const THANKS =
  /[\s,，。.;；!！?？~～]+(?:非常|十分|万分|太|先)?(?:谢谢|多谢|感谢|感恩|拜托|麻烦)(?:了|啦|您|你|你们|大家|党|政府|社区|各位)*[\s!！~～。.]*$/;
const PICTURES = /[\p{Extended_Pictographic}\u{fe0f}\u{200d}\u{1f3fb}-\u{1f3ff}]+/gu;
const FORMULA_START = /^[\s'"]*[=+\-@]/;
/** The formula part in front of the words: `@SUM(1+1)`, `=1+2`, `=cmd|' /C calc'!A0`. */
const FORMULA_HEAD = /^[\s'"]*[=+\-@][^\p{Script=Han}]*/u;

/** The wish in the person's words, without pictograms, thanks and office remarks. A cell that begins like a formula is read
 *  as text and marked with `isFormula`. */
export function readText(cell: Cell | undefined): WishText | undefined {
  if (!cell || cell.isError) return undefined;
  const isFormula =
    Boolean(cell.isFormula) || (cell.number === undefined && FORMULA_START.test(toHalfWidth(cell.text)));
  let text = cell.text
    .replace(/[\u3000\u00a0]/g, ' ')
    .replace(PICTURES, '')
    .trim();
  if (isFormula) text = text.replace(/^[＝＋－＠]/, (sign) => toHalfWidth(sign)).replace(FORMULA_HEAD, '') || text;
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(REMARK, '').replace(THANKS, '').trim();
  }
  text = text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
  if (isBlank(text) || !/\p{L}/u.test(text)) return undefined;
  return { text, isFormula, isTooLong: Boolean(cell.isCut) || text.length > LONGEST_WISH };
}

export function readKind(cell: Cell | undefined): WishKind | undefined {
  if (!cell || cell.isError) return undefined;
  const text = collapseSpaces(cell.text).toLowerCase();
  const goods = /物|货|实物|用品|goods/.test(text);
  const service = /服务|劳务|活动|陪伴|帮扶类|service/.test(text);
  if (goods === service) return undefined;
  return goods ? 'goods' : 'service';
}

/** When the form was filled in; supplies the year that its dates leave out. */
export interface FormDate {
  year: number;
  month: number;
}

/** Converts the Chinese numerals of a date to digits: 五月一日 → 5月1日, 二〇二一年 → 2021年. */
const dateDigits = (text: string): string =>
  text.replace(/[零〇一二三四五六七八九十廿卅]+(?=[年月日号])/g, (numeral) =>
    String(chineseNumber(numeral) ?? numeral),
  );

/** The day by which a wish is wanted; null if not stated. A date without a year is the first such day not before the month
 *  in which the form was filled in. */
export function readDue(cell: Cell | undefined, form: FormDate, from1904: boolean): string | null | undefined {
  if (!cell || isBlank(cell.text)) return null;
  if (cell.isError) return undefined;
  if (cell.number !== undefined) return readDay(cell, from1904);
  const exact = readDay(cell, from1904);
  if (exact) return exact;
  const text = dateDigits(collapseSpaces(withoutTime(toHalfWidth(cell.text))))
    .replace(BRACKETS, '')
    .replace(/^(?:请?于|在|约|截止(?:到|至)?|不?晚于|最迟)/, '')
    .replace(/(?:周|星期)[一二三四五六日天]$/, '')
    .replace(/(?:之前|以前|左右|前后|[上下]午|前|止|完成|前完成|内)+$/, '');
  if (/^20\d{6}$/.test(text)) return readDay({ text }, from1904);
  if (/^\d{5}(?:\.\d+)?$/.test(text)) return readDay({ text, number: Number(text) }, from1904);
  const full = /^((?:20)?\d{2})(?:年|[-/.\\])(\d{1,2})(?:月|[-/.\\])(\d{1,2})(?:日|号)?$/.exec(text);
  if (full) {
    const year = Number(full[1]);
    // 1/5/2021 and 21/5/1 are ambiguous; a year of two digits is accepted only with 年.
    if (full[1]!.length === 2 && !text.includes('年')) return undefined;
    return calendarDay(year < 100 ? 2000 + year : year, Number(full[2]), Number(full[3]));
  }
  const short = /^(\d{1,2})(?:月|[/.-])(\d{1,2})(?:日|号)?$/.exec(text);
  if (!short) return undefined;
  const month = Number(short[1]);
  return calendarDay(month < form.month ? form.year + 1 : form.year, month, Number(short[2]));
}
