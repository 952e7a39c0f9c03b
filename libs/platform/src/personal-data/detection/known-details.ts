import type { Candidate } from './candidate.js';
import type { KnownDetails } from './finding.js';
import { DOUBLE_SURNAMES, TITLES } from './name-words.js';
import { PlainText } from './plain-text.js';

/** Letters and digits only, each with its position in the plain text, so that spaced-out text is still found. */
interface Compact {
  text: string;
  places: number[];
}

function compactOf(view: string): Compact {
  const places: number[] = [];
  let text = '';
  for (const match of view.matchAll(/[\p{L}\p{N}]/gu)) {
    for (let unit = 0; unit < match[0].length; unit += 1) places.push(match.index + unit);
    text += match[0].toLowerCase();
  }
  return { text, places };
}

/** Finds the details of the persons concerned, even if spaced out. Always certain, except for a surname with a title. */
export function findKnownDetails(plain: PlainText, known: KnownDetails): Candidate[] {
  const compact = compactOf(plain.text);
  const values = (list: (string | null)[] = []): PlainText[] =>
    list.filter((value): value is string => Boolean(value?.trim())).map((value) => new PlainText(value));
  return [
    ...values(known.names).flatMap((name) => findName(plain, compact, name)),
    ...values(known.phones).flatMap((phone) => findPhone(plain, phone)),
    ...values(known.addresses).flatMap((address) => findAddress(plain, compact, address)),
  ];
}

const CLOSEST = 4;

/** Every position of a value in the compact text, unless its letters stand too far apart to be one word. */
function occurrences(compact: Compact, value: string, kind: Candidate['kind']): Candidate[] {
  const found: Candidate[] = [];
  if (value === '') return found;
  for (let at = compact.text.indexOf(value); at >= 0; at = compact.text.indexOf(value, at + value.length)) {
    const places = compact.places.slice(at, at + value.length);
    if (places.some((place, index) => index > 0 && place - places[index - 1]! > CLOSEST)) continue;
    found.push({ start: places[0]!, end: places.at(-1)! + 1, kind, isCertain: true, isKnown: true });
  }
  return found;
}

function findName(plain: PlainText, compact: Compact, name: PlainText): Candidate[] {
  const whole = compactOf(name.text).text;
  if ([...whole].length < 2) return [];
  const found = occurrences(compact, whole, 'name');
  if (!/^\p{Script=Han}{2,5}$/u.test(whole)) return found;
  const surname = DOUBLE_SURNAMES.find((double) => whole.startsWith(double) && whole.length > 2) ?? whole[0]!;
  const given = whole.slice(surname.length);
  // Given names of one character are ordinary words too often.
  if (given.length >= 2) found.push(...occurrences(compact, given, 'name'));
  const titled = new RegExp(`${surname}${given.length === 1 ? `${given}?` : ''}${TITLES}|[老小阿]${surname}`, 'gu');
  for (const match of plain.text.matchAll(titled))
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      kind: 'name',
      isCertain: false,
      isKnown: true,
    });
  return found;
}

const FEWEST_DIGITS = 7;

function findPhone(plain: PlainText, phone: PlainText): Candidate[] {
  const digits = phone.digits.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '');
  // People also write a landline without its area code.
  const local = /^0(?:10|2\d|[3-9]\d{2})(?<local>[2-8]\d{6,7})$/.exec(digits)?.groups?.local;
  const places: number[] = [];
  let text = '';
  for (const match of plain.digits.matchAll(/\d/g)) {
    // Digits that stand far apart are different numbers.
    if (places.length > 0 && match.index - places.at(-1)! > CLOSEST) {
      text += ' ';
      places.push(-1);
    }
    text += match[0];
    places.push(match.index);
  }
  return [digits, local ?? ''].flatMap((number) => {
    const found: Candidate[] = [];
    if (number.length < FEWEST_DIGITS) return found;
    for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + number.length)) {
      const [start, end] = [places[at]!, places[at + number.length - 1]! + 1];
      found.push({ start, end, kind: 'phone', isCertain: true, isKnown: true });
    }
    return found;
  });
}

interface Token {
  start: number;
  end: number;
  number: string | null;
  letter: string;
}

const TOKEN = /\d+|[〇零一二三四五六七八九十百廿]+|[\p{L}]/gu;

/** Numbers are compared by value, so that 三巷五号 equals 3巷5号. */
function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(({ index, 0: token }) => {
    const isNumber = /^[\d〇零一二三四五六七八九十百廿]/.test(token);
    return {
      start: index,
      end: index + token.length,
      number: isNumber ? valueOf(token) : null,
      letter: isNumber ? '' : token.toLowerCase(),
    };
  });
}

const DIGIT_OF: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};

function valueOf(token: string): string {
  if (/^\d/.test(token)) return String(BigInt(token));
  if (!/[十百廿]/.test(token)) return [...token].map((numeral) => DIGIT_OF[numeral]).join('');
  let value = 0;
  let last = 0;
  for (const numeral of token) {
    if (numeral === '廿') value += 20;
    else if (numeral === '十' || numeral === '百') {
      value += (last || 1) * (numeral === '十' ? 10 : 100);
      last = 0;
    } else last = DIGIT_OF[numeral]!;
  }
  return String(value + last);
}

/** Words between the numbers of an address. */
const ADDRESS_WORDS = /^[号栋幢座楼层单元室房巷街里坊弄队组社村民小第之附梯门户区期路道大横直胡同a-z]{0,5}$/iu;

/** A known address: as a whole; its last two numbers in sequence (12栋501); a name with its number (振兴路12); its
 *  room. */
function findAddress(plain: PlainText, compact: Compact, address: PlainText): Candidate[] {
  const whole = compactOf(address.text).text;
  if ([...whole].length < 3) return [];
  const found = occurrences(compact, whole, 'address');
  const own = tokensOf(address.text);
  const said = tokensOf(plain.text);
  const ownNumbers = own.flatMap((token, index) => (token.number === null ? [] : [index]));
  const lastTwo = ownNumbers.slice(-2).map((index) => own[index]!.number!);
  const add = (start: number, end: number, isCertain = true): void => {
    found.push({ start, end, kind: 'address', isCertain, isKnown: true });
  };

  for (const [index, token] of said.entries()) {
    if (token.number === null) continue;
    const next = said.slice(index + 1, index + 7).findIndex(({ number }) => number !== null);
    const following = next < 0 ? undefined : said[index + 1 + next];
    if (lastTwo.length === 2 && token.number === lastTwo[0] && following && following.number === lastTwo[1]) {
      const between = said
        .slice(index + 1, index + 1 + next)
        .map(({ letter }) => letter)
        .join('');
      if (ADDRESS_WORDS.test(between) && following.start - token.end <= 6)
        add(token.start, withWord(plain.text, following.end));
    }
    for (const place of ownNumbers) {
      const length = own[place]!.number === token.number ? sharedNameBefore(own, place, said, index) : 0;
      if (length >= 2) add(said[index - length]!.start, withWord(plain.text, token.end));
    }
    if (
      token.number === lastTwo.at(-1) &&
      token.number.length >= 3 &&
      /^\s?[室房号]/.test(plain.text.slice(token.end, token.end + 2))
    )
      add(token.start, withWord(plain.text, token.end));
  }
  return found;
}

/** How many letters before two numbers are equal: 沥雅苑12. */
function sharedNameBefore(own: Token[], place: number, said: Token[], index: number): number {
  let length = 0;
  for (;;) {
    const [known, heard] = [own[place - length - 1], said[index - length - 1]];
    if (!known || !heard || known.number !== null || known.letter !== heard.letter) return length;
    length += 1;
  }
}

const withWord = (text: string, end: number): number =>
  end + (/^\s?(?:号楼|单元|栋|幢|座|楼|室|房|号|巷|队|组|街|户)/.exec(text.slice(end, end + 4))?.[0].length ?? 0);
