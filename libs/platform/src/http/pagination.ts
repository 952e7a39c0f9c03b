import { problem } from '../problems.js';
import { isIllFormed } from '../texts.js';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export const CursorInvalid = problem('CURSOR_INVALID', 422, {
  zh: '翻页位置（cursor）无效或已过期，请从第一页重新开始。',
  en: 'The cursor is not valid, or is too old. Start again at the first page.',
});

/** The types of cursor values, and how the reader receives them. */
interface CursorTypes {
  uuid: string;
  integer: number;
  instant: Date;
  day: string;
  text: string;
}
export type CursorType = keyof CursorTypes;
type CursorValues<T extends readonly CursorType[]> = { -readonly [At in keyof T]: CursorTypes[T[At]] };

const MAX_TEXT = 200;
const EARLIEST_YEAR = 1970;
const LATEST_YEAR = 9_998; // the last that a DATETIME holds in every zone

const inYears = (at: Date): boolean =>
  !Number.isNaN(at.getTime()) && at.getUTCFullYear() >= EARLIEST_YEAR && at.getUTCFullYear() <= LATEST_YEAR;

/** Parses a value of each type; undefined when the text is not one. */
const READERS: { [T in CursorType]: (text: string) => CursorTypes[T] | undefined } = {
  uuid: (text) => (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text : undefined),
  integer: (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined),
  instant: (text) => {
    const at = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/.test(text) ? new Date(text) : undefined;
    return at && inYears(at) ? at : undefined;
  },
  day: (text) => {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(text) : undefined;
    return at && inYears(at) && at.toISOString().startsWith(text) ? text : undefined;
  },
  text: (text) => (text.length <= MAX_TEXT && !isIllFormed(text) ? text : undefined),
};

/** The sort values of a cursor, in the types that the query declares; null without a cursor. Throws CURSOR_INVALID for
 *  every value of another shape, so that none reaches SQL unchecked. */
export function readCursor<const T extends readonly CursorType[]>(
  cursor: string | undefined,
  types: T,
): CursorValues<T> | null {
  if (!cursor) return null;
  const texts = parsed(cursor);
  if (!Array.isArray(texts) || texts.length !== types.length) throw CursorInvalid();
  return types.map((type, at) => {
    const text: unknown = texts[at];
    const value = typeof text === 'string' ? READERS[type](text) : undefined;
    if (value === undefined) throw CursorInvalid();
    return value;
  }) as CursorValues<T>;
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Encodes what `readCursor` decodes. */
export const toCursor = (values: string[]): string => Buffer.from(JSON.stringify(values)).toString('base64url');

/** Makes a page out of `limit + 1` rows. */
export function toPage<R, T>(
  rows: R[],
  limit: number,
  keyOf: (row: R) => (string | Date)[],
  show: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last;
  const key = more ? keyOf(last).map((value) => (value instanceof Date ? value.toISOString() : value)) : null;
  return { items: shown.map(show), nextCursor: key && toCursor(key) };
}
