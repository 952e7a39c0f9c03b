import { sayIn, type Locale } from '#libs/platform';
import { DUPLICATE, type JudgedRow, type RowPlace } from './import-kind.js';

/** Why a row needs attention, in the reader's language. `explain` returns the kind's own words for its doubts. */
export function rowReasons(
  { sheet, doubts, sameAs }: Pick<JudgedRow<unknown>, 'sheet' | 'doubts' | 'sameAs'>,
  explain: (doubts: readonly string[], locale: Locale) => string[],
  locale: Locale,
): string[] {
  if (!sameAs) return explain(doubts, locale);
  return [
    repeats(sheet, sameAs, locale),
    ...explain(
      doubts.filter((doubt) => doubt !== DUPLICATE),
      locale,
    ),
  ];
}

function repeats(sheet: string, { row, sheet: other }: RowPlace, locale: Locale): string {
  const say = sayIn(locale);
  return sheet === other
    ? say(`与第 ${row} 行重复`, `is the same as row ${row}`)
    : say(`与工作表“${other}”第 ${row} 行重复`, `is the same as row ${row} of “${other}”`);
}
