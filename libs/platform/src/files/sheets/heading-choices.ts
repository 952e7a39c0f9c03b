import { findTables, firstOfList, likeliestFor, type Column, type Table, type Vocabulary } from './find-tables.js';
import type { Sheet } from './sheet.js';

/** People's choices for the headings of a form: the field by heading; null: not needed. */
export type HeadingChoices = Readonly<Record<string, string | null>>;

/** A heading for which a person may choose the field. */
export interface Heading {
  /** The headings from the group's down to its own, joined by "/"; the choice is stored under it. */
  heading: string;
  sheet: string;
  /** The column's letters as in spreadsheets, from A. */
  column: string;
  field: string | null;
  /** `unknown`: the form does not know it. `ambiguous`: another column may also be meant. `chosen`: a person has decided. */
  state: 'unknown' | 'ambiguous' | 'chosen';
}

/** Ranks before all that the form itself would choose. */
const CHOSEN = -1;
const nameOf = (path: readonly string[]): string => path.join('/');

/** The vocabulary of a form, extended by people's choices. */
export const withChoices = <F extends string>(vocabulary: Vocabulary<F>, choices: HeadingChoices): Vocabulary<F> => ({
  ...vocabulary,
  meaningOf(path) {
    const known = vocabulary.meaningOf(path);
    const name = nameOf(path);
    if (!Object.hasOwn(choices, name) || choices[name] === known?.field) return known;
    return { field: choices[name] as F | null, rank: CHOSEN };
  },
});

/** The headings of a form for which a person may choose the field, each once: those of its tables, and those of sheets
 *  without a table. `asked`: the fields for which two columns must not be confused. */
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

/** Of all rows of labels in a sheet, the one with the most known headings; if none is known, the first row of a list. */
function likelyTable<F extends string>(sheet: Sheet, vocabulary: Vocabulary<F>): Table<F>[] {
  const known = ({ columns }: Table<F>): number => columns.filter(({ isKnown }) => isKnown).length;
  // What people fill in may look like one known heading, but hardly like two.
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
