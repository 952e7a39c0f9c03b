import type { Candidate } from './candidate.js';
import type { PlainText } from './plain-text.js';

/** Digits with at most three signs between two of them: 138-0000-1234, 138，0000，1234, one line each. */
const CHAIN = /\d(?:[^\p{L}\p{N}]{0,3}\d)*/gu;
const LONGEST_NUMBER = 20;
const CONTEXT_LENGTH = 14;

const PHONE_LABEL =
  /(?:电话|手机|手提|座机|固话|联系|致电|来电|拨打?|打[给俾]?[我佢他她]?|号码|热线|传真|短信|同号|通话|tel|phone|mobile|call|fax)[^\d]{0,8}$/i;
/** The words before the number of an office, not of a person. */
const OFFICE_BEFORE =
  /(?:咨询|监督|投诉|举报|办公室?|服务热线|服务电话|值班|热线|客服|前台|报名|预约|受理|详询|[局厅站所院]|中心|居委会?|村委会?|公司|科室)(?:电话|专线|热线|号码|联系方式)?[^\d\p{L}]{0,3}$/iu;
const OFFICE_AFTER = /^[)\s]{0,2}(?:咨询|详询|了解|投诉|举报|反映|预约|报名|查询)/u;
const SHORT_LABEL = /(?:短号|虚拟网|集群网|v网|小号)[^\d]{0,5}$/i;
const TAIL_LABEL =
  /(?:尾号|尾数|[后末][三四五六八34568]位|最后[几三四六346]位|末尾)[^\d\p{Script=Han}]{0,3}[数号是为系:]{0,3}[^\d\p{Script=Han}]{0,3}$/u;
const ID_LABEL =
  /(?:身份|护照|通行证|回乡证|[证卡]号?码?|证件|[账帐][号户]|银行|存折|信用社|农信|农商行?|[工农中建交招]行|社保|医保|学号|学籍|病历|住院号|门诊号|户口)[^\d]{0,8}$/;
const TRADE_LABEL = /(?:订单|单号|运单|快递|发票|编号|合同|票号|流水|批次|型号|文号|邮编|条码|货号|代码)[^\d]{0,6}$/;
const UNIT_AFTER =
  /^\s*(?:元|块|万|亿|千|百|个|人|份|件|台|套|岁|年|月|日|天|米|厘米|公斤|斤|克|毫|度|瓦|次|户|条|张|盒|瓶|包|平|吨|cm|mm|kg|ml|w\b|v\b|%|℃)/i;

/** How people group the digits of a mobile number. */
const MOBILE_GROUPS = new Set([
  '11', '3,4,4', '3,8', '7,4', '4,3,4', '4,4,3', '3,3,5', '5,6', '6,5', '3,5,3', '4,7', '3,2,3,3', '3,2,2,4', '3,4,2,2',
  '3,2,2,2,2', '1,2,2,2,2,2', '2,2,2,2,2,1', '1,1,1,1,1,1,1,1,1,1,1', '1,1,1,4,4', '2,3,3,3',
]); // prettier-ignore

interface Group {
  digits: string;
  start: number;
  end: number;
}

interface Reading {
  kind: 'phone' | 'idNumber';
  isCertain: boolean;
  end?: number;
}

/** Telephones, identity cards and papers, bank cards: found by their digits, regardless of what separates them. */
export function findNumbers(plain: PlainText): Candidate[] {
  return [...findDigitChains(plain), ...findPapers(plain.text)];
}

function findDigitChains(plain: PlainText): Candidate[] {
  const found: Candidate[] = [];
  const { digits } = plain;
  for (const chain of digits.matchAll(CHAIN)) {
    const groups = groupsOf(plain, chain.index, chain[0]);
    let isAfterPhone = false;
    for (let from = 0; from < groups.length;) {
      const best = bestReading(plain, groups, from, isAfterPhone);
      isAfterPhone = best?.reading?.kind === 'phone' && best.reading.isCertain;
      if (best?.reading) found.push(toCandidate(digits, groups[from]!.start, best.end, best.reading));
      from = best ? best.next : from + 1;
    }
  }
  return found;
}

/** Splits a chain at its signs. A number of ASCII digits also ends where a numeral begins: 13800001234一家三口. */
function groupsOf(plain: PlainText, start: number, chain: string): Group[] {
  return [...chain.matchAll(/\d+/g)].flatMap((match): Group[] => {
    const from = start + match.index;
    const written = plain.text.slice(from, from + match[0].length);
    const runs = /[0-9]{7}/.test(written) ? [...written.matchAll(/[0-9a-z]+|[^0-9a-z]+/gi)] : [];
    if (runs.length < 2) return [{ digits: match[0], start: from, end: from + match[0].length }];
    return runs.map(({ index, 0: run }) => ({
      digits: match[0].slice(index, index + run.length),
      start: from + index,
      end: from + index + run.length,
    }));
  });
}

/** The longest certain reading that begins with this group; otherwise the longest possible one. */
function bestReading(
  plain: PlainText,
  groups: Group[],
  from: number,
  isAfterPhone: boolean,
): { reading: Reading | null; end: number; next: number } | null {
  let best: { reading: Reading | null; end: number; next: number } | null = null;
  let joined = '';
  for (let to = from; to < groups.length; to += 1) {
    joined += groups[to]!.digits;
    if (joined.length > LONGEST_NUMBER && to > from) break;
    const reading = read(plain, groups.slice(from, to + 1), joined, isAfterPhone);
    if (reading === undefined) continue;
    if (reading && !reading.isCertain && best?.reading?.isCertain) continue;
    // Two telephones side by side are no card, even if the checksum fits.
    if (
      best?.reading?.isCertain &&
      best.reading.kind === 'phone' &&
      reading?.kind === 'idNumber' &&
      !BIRTH.test(joined.slice(0, 18))
    )
      continue;
    const extension =
      reading?.kind === 'phone' && groups[to + 1] ? extensionAfter(plain, groups[to]!, groups[to + 1]!) : 0;
    best = { reading, end: reading?.end ?? groups[to + extension]!.end, next: to + extension + 1 };
  }
  return best;
}

/** The extension of a telephone number: 0757-8500 0456-802. */
const extensionAfter = (plain: PlainText, last: Group, next: Group): number =>
  next.digits.length <= 4 && /^\s?-{1,2}\s?$/.test(plain.digits.slice(last.end, next.start)) ? 1 : 0;

/** undefined: no known kind of number; null: a number that belongs to no person, such as 400-800-1234. */
function read(plain: PlainText, groups: Group[], digits: string, isAfterPhone: boolean): Reading | null | undefined {
  const view = plain.digits;
  const first = groups[0]!;
  const last = groups.at(-1)!;
  const before = plain.text.slice(Math.max(0, first.start - CONTEXT_LENGTH), first.start);
  const after = view.slice(last.end, last.end + 8);
  const isWhole = groups.length === 1;
  const besideLetter = /[a-z]$/i.test(before) || /^[a-z]/i.test(after);
  const isOffice = OFFICE_BEFORE.test(before) || OFFICE_AFTER.test(after);
  const isTrade = TRADE_LABEL.test(before);

  const tail = readTail(plain.text, before, first, digits, after);
  if (tail) return tail;
  if (/^[48]00\d{7}$/.test(digits)) return null;

  const mobile = /^(?:(?:00)?86|0|17951|12593)?(1[3-9]\d{9})$/.exec(digits);
  if (mobile) {
    const isLabelled = PHONE_LABEL.test(before) || /[+＋]$/.test(before);
    if (isTrade && !isLabelled) return { kind: 'phone', isCertain: false };
    if (besideLetter && isWhole && !isLabelled && !/(?:wx|vx|wechat|v|q)$/i.test(before) && /[a-z]$/i.test(before))
      return { kind: 'phone', isCertain: false };
    if (isLabelled || isUsualGrouping(groups, digits.length - 11)) return { kind: 'phone', isCertain: true };
    return hasOneSeparator(view, groups) ? { kind: 'phone', isCertain: false } : undefined;
  }

  if (/^0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/.test(digits) && (isWhole || /^(?:0|0\d{2,3})$/.test(first.digits)))
    return { kind: 'phone', isCertain: !isTrade && !isOffice };
  const identity = readIdentity(plain, groups, digits, before, after);
  if (identity !== undefined) return isTrade && identity && !identity.isCertain ? null : identity;

  if (/^(?:00)?860?(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}$/.test(digits)) return { kind: 'phone', isCertain: !isTrade };
  if (
    /^(?:00)?85[23][2-9]\d{7}$/.test(digits) &&
    (/[+]$/.test(before) || PHONE_LABEL.test(before) || digits.startsWith('00'))
  )
    return { kind: 'phone', isCertain: true };
  if (/[+]$/.test(before) && digits.length >= 8 && digits.length <= 15) return { kind: 'phone', isCertain: true };

  if (SHORT_LABEL.test(before) && digits.length >= 3 && digits.length <= 6) return { kind: 'phone', isCertain: true };
  if (/^[2-9]\d{6,7}$/.test(digits) && !besideLetter && !UNIT_AFTER.test(after) && groups.length <= 4) {
    if ((PHONE_LABEL.test(before) || isAfterPhone) && !isTrade) return { kind: 'phone', isCertain: !isOffice };
    const isBare = isWhole || (groups.length === 2 && /^\d{4}[ -]\d{4}$/.test(view.slice(first.start, last.end)));
    if (isBare && digits.length === 8 && !isTrade && !isDay(digits) && !/^9|^20[0-3]\d|0{3}/.test(digits))
      return { kind: 'phone', isCertain: false };
  }
  return undefined;
}

/** 尾号8001, 身份证后四位0011. */
function readTail(text: string, before: string, first: Group, digits: string, after: string): Reading | null {
  if (digits.length < 3 || digits.length > 8) return null;
  if (!TAIL_LABEL.test(before) && !(digits.length === 4 && /^(?:结尾|收尾|尾)/.test(after) && !/^尾[巴气]/.test(after)))
    return null;
  const wide = text.slice(Math.max(0, first.start - 24), first.start);
  const since = /[,。;、!?]([^,。;、!?]*)$/.exec(wide)?.[1] ?? wide;
  return { kind: /身份|证|卡|[账帐]/.test(since) ? 'idNumber' : 'phone', isCertain: true };
}

function isUsualGrouping(groups: Group[], prefixLength: number): boolean {
  let left = prefixLength;
  const lengths: number[] = [];
  for (const { digits } of groups) {
    const own = Math.max(0, digits.length - left);
    left = Math.max(0, left - digits.length);
    if (own > 0) lengths.push(own);
  }
  return MOBILE_GROUPS.has(lengths.join());
}

/** Different separators between the groups indicate a date with a time, or a list. */
const hasOneSeparator = (view: string, groups: Group[]): boolean => {
  const signs = new Set(groups.slice(1).map((group, index) => view.slice(groups[index]!.end, group.start)));
  return signs.size === 1 && ![...signs].some((sign) => /[,、/;。\n]/.test(sign));
};

const BIRTH = /^[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]?$/;
const OLD_BIRTH = /^[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/;

function readIdentity(
  plain: PlainText,
  groups: Group[],
  digits: string,
  before: string,
  after: string,
): Reading | null | undefined {
  const end = groups.at(-1)!.end;
  const isLabelled = ID_LABEL.test(before);
  const certain = (until = end): Reading => ({ kind: 'idNumber', isCertain: true, end: until });
  if (digits.length === 17) {
    const letter = /^[^\p{L}\p{N}]{0,2}[xX×](?![a-zA-Z])/u.exec(after);
    if (letter && (BIRTH.test(`${digits}X`) || isLabelled)) return certain(end + letter[0].length);
  }
  if (
    (digits.length === 18 || digits.length === 20) &&
    (BIRTH.test(digits.slice(0, 18)) || (groups.length === 1 && hasIdentityChecksum(digits.slice(0, 18))))
  )
    return certain();
  if (digits.length === 15 && OLD_BIRTH.test(digits) && (groups.length <= 4 || isLabelled)) return certain();
  const isEven =
    groups.slice(0, -1).every((group) => group.digits.length === 4 || group.digits.length === 6) || groups.length === 1;
  if (digits.length >= 16 && digits.length <= 19 && isEven) {
    if (isLabelled || (/^[3-69]/.test(digits) && hasCardChecksum(digits))) return certain();
    return { kind: 'idNumber', isCertain: false };
  }
  if (isLabelled && digits.length >= 7 && digits.length <= 20 && isEven && !isDay(digits)) {
    if (UNIT_AFTER.test(plain.digits.slice(end, end + 4)) || /^20[0-3]\d(?:0\d|1[0-2])$/.test(digits)) return undefined;
    return digits.length >= 8 ? certain() : { kind: 'idNumber', isCertain: false };
  }
  if (groups.length === 1 && digits.length >= 12) return { kind: 'idNumber', isCertain: false };
  return undefined;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643. */
function hasIdentityChecksum(digits: string): boolean {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  return digits.length === 18 && '10X98765432'[sum % 11] === digits[17] && /^[1-8]\d{5}/.test(digits);
}

/** ISO/IEC 7812, Luhn. */
function hasCardChecksum(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const value = Number(digits[digits.length - 1 - place]) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

const isDay = (digits: string): boolean => /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(digits);

function toCandidate(view: string, start: number, end: number, { kind, isCertain }: Reading): Candidate {
  let from = start;
  // +86 138…, (0757)8550…: signs that belong to the number.
  if (view[from - 1] === '+') from -= 1;
  if (view[from - 1] === '(' && view.slice(start, end).includes(')')) from -= 1;
  const extension = kind === 'phone' ? /^\s?(?:转|分机|内线|ext\.?)\s?\d{1,5}/i.exec(view.slice(end, end + 12)) : null;
  return { start: from, end: end + (extension?.[0].length ?? 0), kind, isCertain };
}

const PAPER =
  /(?:身份证明?|护照|通行证|回乡证|台胞证|居住证|军官证|士兵证|退役证|退伍证|优抚证|残疾人?证|低保证|驾驶证|社保卡|医保卡|银行卡|储蓄卡|老人卡|户口[本簿]|结婚证|房产证|学生证|准考证|学籍|病历|住院|门诊|证件)(?:编?号码?|编号|卡号|证号)?[\s:是为系]{0,4}(?<value>[a-z0-9](?:[a-z0-9()-]|\s(?=[a-z]?\d)){4,23})/giu;
const PAPER_NUMBER = /(?<![a-z0-9])(?:[EG]\d{8}|E[A-Z]\d{7}|[CHMW]\d{8,10}|C[A-Z]\d{7})(?![a-z0-9])/giu;
const HONG_KONG_CARD = /(?<![a-z0-9])[a-z]{1,2}\d{6}\s?\([0-9a]\)/giu;
const MILITARY = /[\p{Script=Han}]{1,2}字第?\s?\d{5,10}号?/gu;

/** Passports, permits and other papers whose numbers contain letters. */
function findPapers(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(PAPER)) {
    const value = match.groups!.value!;
    if ((value.match(/\d/g)?.length ?? 0) < 5) continue;
    const start = match.index + match[0].length - value.length;
    found.push({ start, end: start + value.replace(/[-(]+$/, '').length, kind: 'idNumber', isCertain: true });
  }
  for (const match of text.matchAll(PAPER_NUMBER)) {
    const isModel = /(?:型号|编号|合同|订单|单号|发票)[^\p{L}\p{N}]{0,3}$/u.test(
      text.slice(Math.max(0, match.index - 8), match.index),
    );
    const isUsual = /^[EGCHM]/i.test(match[0]);
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      kind: 'idNumber',
      isCertain: isUsual && !isModel && !isDay(match[0].slice(1)),
    });
  }
  for (const match of text.matchAll(HONG_KONG_CARD))
    found.push({ start: match.index, end: match.index + match[0].length, kind: 'idNumber', isCertain: true });
  for (const match of text.matchAll(MILITARY)) {
    const isCertain = /[军士兵]|证[^,。]{0,4}$/u.test(text.slice(Math.max(0, match.index - 8), match.index + 2));
    if (isCertain) found.push({ start: match.index, end: match.index + match[0].length, kind: 'idNumber', isCertain });
  }
  return found;
}
