import { InvalidInput } from '../problems.js';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Reads the sort values out of a cursor; throws INVALID_INPUT for one that we did not make. */
export function readCursor(cursor: string | undefined, length: number): string[] | null {
  if (!cursor) return null;
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string'))
      return values as string[];
  } catch {
    // told below
  }
  throw InvalidInput({ faults: [{ field: 'cursor', reason: 'cursor' }] });
}

/** What `readCursor` reads. */
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
