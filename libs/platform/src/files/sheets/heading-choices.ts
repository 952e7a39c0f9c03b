import { findTables, firstOfList, likeliestFor, type Column, type Table, type Vocabulary } from './find-tables.js';
import type { Sheet } from './sheet.js';

/** What people said about headings of a form: the field by the heading, null where it is not needed. */
export type HeadingChoices = Readonly<Record<string, string | null>>;

/** A heading about which a person decides. */
export interface Heading {
  /** From the group's down to its own, joined by "/": what the choice is remembered by. */
  heading: string;
  sheet: string;
  /** As spreadsheets call it, from A. */
  column: string;
  field: string | null;
  /** `unknown`: the form does not know it. `ambiguous`: another column could be meant as well. `chosen`: a person has decided. */
  state: 'unknown' | 'ambiguous' | 'chosen';
}

/** Before all that the form itself would choose. */
const CHOSEN = -1;
const nameOf = (path: readonly string[]): string => path.join('/');

/** The vocabulary of a form with what people chose for it. */
export const withChoices = <F extends string>(vocabulary: Vocabulary<F>, choices: HeadingChoices): Vocabulary<F> => ({
  ...vocabulary,
  meaningOf(path) {
    const known = vocabulary.meaningOf(path);
    const name = nameOf(path);
    if (!Object.hasOwn(choices, name) || choices[name] === known?.field) return known;
    return { field: choices[name] as F | null, rank: CHOSEN };
  },
});

/** The headings of a form about which a person may decide, each once: those of its tables, and those of sheets in which none
 *  was found. `asked`: the fields for which two columns must not be mixed up. */
export function headingsToChoose<F extends string>(
  { sheets, tables }: { sheets: Sheet[]; tables: Table<F>[] },
  { vocabulary, choices, asked }: { vocabulary: Vocabulary<F>; choices: HeadingChoices; asked: readonly F[] },
): Heading[] {
  const read = new Set(tables.map(({ sheet }) => sheet));
  const others = sheets.filter((sheet) => !read.has(sheet) && !sheet.isHidden);
  const headings = new Map<string, Heading>();
  for (const { sheet, columns } of [...tables, ...others.flatMap((one) => likelyTable(one, vocabulary))])
    for (const column of columns) {
      const heading = nameOf(column.path);
      const state = stateOf(column, { columns, choices, asked });
      if (state && !headings.has(heading))
        headings.set(heading, { heading, sheet: sheet.name, column: letters(column.at), field: column.field, state });
    }
  return [...headings.values()];
}

function stateOf<F extends string>(
  column: Column<F>,
  { columns, choices, asked }: { columns: Column<F>[]; choices: HeadingChoices; asked: readonly F[] },
): Heading['state'] | undefined {
  if (Object.hasOwn(choices, nameOf(column.path))) return 'chosen';
  if (!column.isKnown) return 'unknown';
  const { field } = column;
  if (field === null || !asked.includes(field)) return undefined;
  const rivals = likeliestFor({ columns }, field);
  return rivals.length > 1 && rivals.includes(column) ? 'ambiguous' : undefined;
}

/** Of all rows of labels in a sheet the one of which the form knows most; where it knows none, the first row of a list. */
function likelyTable<F extends string>(sheet: Sheet, vocabulary: Vocabulary<F>): Table<F>[] {
  const known = ({ columns }: Table<F>): number => columns.filter(({ isKnown }) => isKnown).length;
  // What somebody filled in may look like one known heading, hardly like two.
  const rows = findTables([sheet], { ...vocabulary, isTable: (fields) => fields.size > 1 });
  if (rows.length > 0) return rows.toSorted((a, b) => known(b) - known(a)).slice(0, 1);
  const first = firstOfList(sheet);
  return findTables([sheet], { ...vocabulary, isTable: () => true }).filter(({ heading }) => heading.first === first);
}

/** The name of a column from 0: A, B … Z, AA. */
function letters(at: number): string {
  const last = String.fromCodePoint(65 + (at % 26));
  return at < 26 ? last : letters(Math.floor(at / 26) - 1) + last;
}
