/** Reads a field: returns the normalised form of the input, or undefined if it is not valid. */
export type Reader = (typed: string) => string | undefined;

export interface Bounds {
  least: number;
  most: number;
  decimals?: number;
}

/** The yuan range that the api accepts: up to ten billion, with fen. */
export const YUAN: Bounds = { least: 0, most: 10_000_000_000, decimals: 2 };

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const CURRENCY = /^(?:人民币|RMB|CNY)?\s*[¥￥]?\s*|\s*(?:元整?|圆整?|块钱?)$/gi;
const FIGURE = /^([-−]?)(\d{1,3}(?:,\d{3})+|\d*)(?:\.(\d*))?\s*(万?)$/;
const MYRIAD = 4;

/** Converts to half-width and removes invisible characters; clipboards and address books add both. */
const plain = (typed: string): string =>
  typed
    .replace(INVISIBLE, '')
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .trim();

/** A telephone number without grouping characters. */
const compact = (typed: string): string => plain(typed).replace(/[\s().\-\u2010-\u2015\u2212]/g, '');

/** A mobile number: 17000000006, also written as +86 170-0000-0006, (0086) 170 0000 0006 or in full width. */
export const readMobile: Reader = (typed) => /^(?:(?:\+|00)?86)?(1[3-9]\d{9})$/.exec(compact(typed))?.[1];

/** A mobile number, or a landline number with area code: 075785551234, also written as +86 757-8555 1234. */
export const readPhone: Reader = (typed) => {
  const together = compact(typed);
  const landline = /^0[1-9]\d{8,10}$/.exec(together)?.[0] ?? /^(?:\+|00)86((?:10|[2-9]\d)\d{7,9})$/.exec(together)?.[1];
  return readMobile(typed) ?? landline?.replace(/^0?/, '0');
};

/** Digits only, with any grouping: a code or an account number. */
export const digitsReader =
  (least: number, most = least): Reader =>
  (typed) => {
    const together = plain(typed).replace(/[\s-]/g, '');
    return /^\d+$/.test(together) && together.length >= least && together.length <= most ? together : undefined;
  };

/** A number within its bounds: 12000, also written as 12,000, １２０００ or 1.2万. */
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

/** A sum in yuan: 1200, also written as ￥1,200, 1200元 or 0.12万元. */
export const readYuan: Reader = (typed) => figureReader(YUAN)(plain(typed).replace(CURRENCY, ''));

export const isBlank = (typed: string): boolean => typed.trim() === '';

/** Returns `none` for an empty text and NaN if it is not a number within the bounds. */
export const numberOf = (typed: string, bounds: Bounds, none = NaN): number =>
  isBlank(typed) ? none : Number(figureReader(bounds)(typed) ?? NaN);

/** Yuan to fen: 260.5 → 26050. Returns `noneFen` for an empty text and NaN if it is not a valid sum. */
export const yuanToFen = (typed: string, noneFen = NaN): number =>
  isBlank(typed) ? noneFen : Math.round(Number(readYuan(typed) ?? NaN) * 100);

/** The value to send: the normalised form. Invalid input is sent as typed, and the api refuses it by its field. */
export const plainest = (read: Reader, typed: string): string => read(typed) ?? typed;

/** Whether every number in a body is valid: NaN would be sent as null, which means "none". */
export const isAllRead = (body: unknown): boolean =>
  typeof body === 'object' && body !== null ? Object.values(body).every(isAllRead) : !Number.isNaN(body);
