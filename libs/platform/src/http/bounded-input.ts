import type { Locale } from '../actor.js';
import { InvalidInput, Malformed, TooLarge } from '../problems.js';
import { isIllFormed } from '../texts.js';

/** The maximum nesting of lists and objects in a body; our deepest has five levels. */
export const MAX_DEPTH = 32;
/** The maximum number of values in a body; a list of skills, our largest, has some 4,000. */
export const MAX_VALUES = 20_000;

const NOTHING = { zh: '列表中有空项', en: 'must not be null' };
const ILL_FORMED = {
  zh: '含有无法识别的字符（空字符或不完整的字符）',
  en: 'contains a character that is none (NUL, or half of a pair)',
};

/** Checks all input of a request before any code recurses into it or encodes it. Throws
 *  MALFORMED_REQUEST for nesting that is too deep, TOO_LARGE for too many values, INVALID_INPUT for text with NUL or with
 *  half a surrogate pair and for null in a list. It keeps its own list of open values, so that depth costs no call stack. */
export function assertBounded(input: unknown, locale: Locale): void {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: input, path: '', depth: 0 }];
  let seen = 0;
  for (let item = open.pop(); item; item = open.pop()) {
    const { value, path, depth } = item;
    if (typeof value === 'string') {
      if (isIllFormed(value)) throw refused(path, ILL_FORMED[locale]);
      continue;
    }
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue;
    if (depth >= MAX_DEPTH) throw Malformed();
    const entries = Object.entries(value);
    seen += entries.length;
    if (seen > MAX_VALUES) throw TooLarge();
    for (const [key, child] of entries) {
      // Null in a list is refused: validators of items skip it, and use cases do not expect it.
      if (child === null && Array.isArray(value)) throw refused(`${path}.${key}`, NOTHING[locale]);
      if (isIllFormed(key)) throw refused(path, ILL_FORMED[locale]);
      open.push({ value: child, path: path ? `${path}.${key}` : key, depth: depth + 1 });
    }
  }
}

const refused = (path: string, reason: string): ReturnType<typeof InvalidInput> =>
  InvalidInput({ faults: [{ field: path.slice(0, 100) || 'body', reason }] });
