/** How a field is read: to the one thing that was typed, in its plainest form; undefined for anything else. */
export type Reader = (typed: string) => string | undefined;

export interface Bounds {
  least: number;
  most: number;
  decimals?: number;
}

/** Yuan that the api takes: ten billion, with fen. */
export const YUAN: Bounds = { least: 0, most: 10_000_000_000, decimals: 2 };

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const CURRENCY = /^(?:人民币|RMB|CNY)?\s*[¥￥]?\s*|\s*(?:元整?|圆整?|块钱?)$/gi;
const FIGURE = /^([-−]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?\s*(万?)$/;
const MYRIAD = 4;

/** Half-width, without what nobody sees: clipboards and address books bring both. */
const plain = (typed: string): string =>
  typed
    .replace(INVISIBLE, '')
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .trim();

/** The signs of a telephone number without those that group it. */
const compact = (typed: string): string => plain(typed).replace(/[\s().\-\u2010-\u2015\u2212]/g, '');

/** A mobile number: 17000000006, also where it is written +86 170-0000-0006, (0086) 170 0000 0006 or full width. */
export const readMobile: Reader = (typed) => /^(?:(?:\+|00)?86)?(1[3-9]\d{9})$/.exec(compact(typed))?.[1];

/** A mobile number, or one with an area code: 075785551234, also where it is written +86 757-8555 1234. */
export const readPhone: Reader = (typed) => {
  const together = compact(typed);
  const landline = /^0[1-9]\d{8,10}$/.exec(together)?.[0] ?? /^(?:\+|00)86((?:10|[2-9]\d)\d{7,9})$/.exec(together)?.[1];
  return readMobile(typed) ?? landline?.replace(/^0?/, '0');
};

/** Digits and nothing else, grouped as one likes: a code, the number of an account. */
export const digitsReader =
  (least: number, most = least): Reader =>
  (typed) => {
    const together = plain(typed).replace(/[\s-]/g, '');
    return /^\d+$/.test(together) && together.length >= least && together.length <= most ? together : undefined;
  };

/** One figure within its bounds: 12000, also where it is written 12,000, １２０００ or 1.2万. */
export const figureReader =
  ({ least, most, decimals = 0 }: Bounds): Reader =>
  (typed) => {
    const [, minus, whole = '', part = '', myriads] = FIGURE.exec(plain(typed)) ?? [];
    if (!whole && !part) return undefined;
    const shift = myriads ? MYRIAD : 0;
    const places = part.padEnd(shift, '0');
    const integer = `${whole.replace(/,/g, '')}${places.slice(0, shift)}`.replace(/^0+(?=\d)/, '') || '0';
    const fraction = places.slice(shift).replace(/0+$/, '');
    const figure = `${minus ? '-' : ''}${integer}${fraction && `.${fraction}`}`;
    const isWithin = fraction.length <= decimals && Number(figure) >= least && Number(figure) <= most;
    return isWithin ? figure.replace(/^-0$/, '0') : undefined;
  };

/** One sum of yuan: 1200, also where it is written ￥1,200, 1200元 or 0.12万元. */
export const readYuan: Reader = (typed) => figureReader(YUAN)(plain(typed).replace(CURRENCY, ''));

export const isBlank = (typed: string): boolean => typed.trim() === '';

/** `none` where nothing is typed; NaN for what is not one figure within the bounds. */
export const numberOf = (typed: string, bounds: Bounds, none = NaN): number =>
  isBlank(typed) ? none : Number(figureReader(bounds)(typed) ?? NaN);

/** Fen: 260.5 → 26050; `noneFen` where nothing is typed, NaN for what is not one sum. */
export const yuanToFen = (typed: string, noneFen = NaN): number =>
  isBlank(typed) ? noneFen : Math.round(Number(readYuan(typed) ?? NaN) * 100);

/** What to send: the plainest form; what is none goes as it was typed, and the api refuses it by its field. */
export const plainest = (read: Reader, typed: string): string => read(typed) ?? typed;

/** Whether every number in a body was read: NaN would leave as null, which means "none". */
export const isAllRead = (body: unknown): boolean =>
  typeof body === 'object' && body !== null ? Object.values(body).every(isAllRead) : !Number.isNaN(body);
