import { collapseSpaces } from './person-cells.js';
import type { Cell, Merge, Sheet, SheetRow } from './sheet.js';

/** How one kind of form names its columns. */
export interface Vocabulary<F extends string> {
  /** The meaning of a column by its headings, from the group's down to its own, in half width without spaces. `field` null:
   *  known, and not needed. Undefined: not known. Of several columns with the same field, the lowest rank counts. */
  meaningOf(path: readonly string[]): { field: F | null; rank: number } | undefined;
  /** Whether columns with these fields make up such a form. */
  isTable(fields: ReadonlySet<F>): boolean;
}

export interface Column<F extends string> {
  /** From 0. */
  at: number;
  /** From the group's heading down to its own, as they were typed. */
  path: string[];
  /** Null: not needed, or not known. */
  field: F | null;
  /** Whether the form knows its heading. */
  isKnown: boolean;
  rank: number;
}

/** A form found in a sheet: its columns, and the rows below them until another heading follows. */
export interface Table<F extends string> {
  sheet: Sheet;
  /** The first and the last row of the heading. */
  heading: { first: number; last: number };
  columns: Column<F>[];
  /** Only the cells of its own columns. Includes totals, remarks and signatures: the form decides which rows are records. */
  rows: SheetRow[];
  /** The text above the table, row by row. */
  above: string[];
}

/** The maximum number of rows of a heading. */
const MOST_ROWS = 3;
const LONGEST_HEADING = 14;

/** Finds the tables of a form in the visible sheets: below titles and remarks, below or beside each other, with headings of
 *  one to three rows. Pure. */
export const findTables = <F extends string>(sheets: Sheet[], vocabulary: Vocabulary<F>): Table<F>[] =>
  sheets.filter(({ isHidden }) => !isHidden).flatMap((sheet) => tablesOf(sheet, vocabulary));

function tablesOf<F extends string>(sheet: Sheet, vocabulary: Vocabulary<F>): Table<F>[] {
  const groups = groupsOf(sheet);
  const tables: Table<F>[] = [];
  let open: Table<F>[] = [];
  let above: string[] = [];
  for (let at = 0; at < sheet.rows.length; at += 1) {
    const heading = headingAt(sheet, at, { groups, vocabulary });
    if (heading) {
      open = heading.segments.map((columns) => ({
        sheet,
        heading: { first: sheet.rows[at]!.row, last: sheet.rows[heading.end]!.row },
        columns,
        rows: [],
        above,
      }));
      tables.push(...open);
      at = heading.end;
      above = [];
      continue;
    }
    const row = sheet.rows[at]!;
    if (open.length > 0 && isOtherHeading(row, vocabulary)) open = [];
    const isBetween = open.some(({ columns }) => isTitle(row, columns, groups));
    if (open.length === 0 || isBetween) above.push([...row.cells.values()].map(({ text }) => text).join(' '));
    if (isBetween) continue;
    const isShifted = sheet.isSeparated && open.length > 0 && reachesBehind(row, open);
    for (const { columns, rows } of open) {
      const own = new Map(
        columns.flatMap(({ at: column }) => {
          const cell = row.cells.get(column);
          return cell ? [[column, cell]] : [];
        }),
      );
      if (own.size > 0 && !isSameRecord(own, rows.at(-1)?.cells))
        rows.push({ ...row, cells: own, ...(isShifted ? { isShifted } : {}) });
    }
  }
  return tables;
}

/** Whether a row has content after the last column of its tables. */
const reachesBehind = <F extends string>({ cells }: SheetRow, tables: Table<F>[]): boolean => {
  const last = Math.max(...tables.map(({ columns }) => columns.at(-1)!.at));
  return [...cells].some(([at, { text }]) => at > last && text.trim() !== '');
};

/** Every cell is merged with the row above: one record over several rows. */
const isSameRecord = (cells: SheetRow['cells'], above: SheetRow['cells'] | undefined): boolean =>
  above !== undefined && [...cells].every(([column, cell]) => above.get(column) === cell);

/** The cells of some columns that are merged over several rows of a table. */
export function sharedCells<F extends string>(
  { rows }: Pick<Table<F>, 'rows'>,
  columns: readonly Column<F>[],
): ReadonlySet<Cell> {
  const shared = new Set<Cell>();
  for (const { at } of columns) {
    const seen = new Set<Cell>();
    for (const { cells } of rows) {
      const cell = cells.get(at);
      if (cell) (seen.has(cell) ? shared : seen).add(cell);
    }
  }
  return shared;
}

/** Visible sheets with list-like rows in which no table was found: the user must know that they were not read. */
export function unreadSheets<F extends string>(sheets: Sheet[], tables: Table<F>[]): { sheet: string; row: number }[] {
  const read = new Set(tables.map(({ sheet }) => sheet));
  return sheets.flatMap((sheet) => {
    const row = sheet.isHidden || read.has(sheet) ? undefined : firstOfList(sheet);
    return row === undefined ? [] : [{ sheet: sheet.name, row }];
  });
}

/** The first row of any kind of list; undefined when a sheet holds none. */
export function firstOfList({ rows }: Sheet): number | undefined {
  const shown = rows.filter(({ isHidden }) => !isHidden);
  const wide = shown.filter(({ cells }) => filledIn(cells) >= LEAST_CELLS);
  const called = shown.filter(({ cells }) => filledIn(cells) > 1 && [...cells.values()].some(holdsMobile));
  if (wide.length >= LEAST_ROWS) return wide[0]!.row;
  return called.length >= LEAST_ROWS ? shown.find(({ cells }) => filledIn(cells) > 1)!.row : undefined;
}
const LEAST_ROWS = 2;
const LEAST_CELLS = 3;
const filledIn = (cells: SheetRow['cells']): number =>
  [...cells.values()].filter(({ text }) => text.trim() !== '').length;
const holdsMobile = ({ text }: Cell): boolean => text.length < 40 && /(?<!\d)1[3-9]\d{9}(?!\d)/.test(text);

/** What was left out of a file because it is hidden. */
export interface Hidden {
  /** Names of the sheets that hold lists. */
  sheets: string[];
  rows: number;
}

/** Which lists and rows of a form are hidden, and therefore not read. */
export function hiddenIn<F extends string>(sheets: Sheet[], tables: Table<F>[], vocabulary: Vocabulary<F>): Hidden {
  const rows = new Map<Sheet, Set<number>>(sheets.map((sheet) => [sheet, new Set()]));
  for (const table of tables) for (const { row, isHidden } of table.rows) if (isHidden) rows.get(table.sheet)!.add(row);
  const isList = (sheet: Sheet): boolean =>
    firstOfList(sheet) !== undefined || tablesOf(sheet, vocabulary).some((table) => table.rows.length > 0);
  return {
    sheets: sheets.filter((sheet) => sheet.isHidden && isList(sheet)).map(({ name }) => name),
    rows: [...rows.values()].reduce((sum, { size }) => sum + size, 0),
  };
}

/** The columns that hold a field, the best match first. */
export const columnsFor = <F extends string>({ columns }: Pick<Table<F>, 'columns'>, field: F): Column<F>[] =>
  columns.filter((column) => column.field === field).toSorted((a, b) => a.rank - b.rank);

/** The equally likely columns for a field. If there is more than one, a person decides. */
export function likeliestFor<F extends string>(table: Pick<Table<F>, 'columns'>, field: F): Column<F>[] {
  const columns = columnsFor(table, field);
  return columns.filter(({ rank }) => rank === columns[0]!.rank);
}

/** A label without remarks in brackets; a label that is all in brackets stays. */
export const withoutRemark = (label: string): string => label.replace(/[(（【[][^)）】\]]*[)）】\]]/g, '') || label;

/** The heading in a cell, in half width without spaces; undefined for other text. Headings are short and hold no figures. */
function labelOf(cell: Cell | undefined): string | undefined {
  if (!cell || cell.number !== undefined || cell.isError || cell.text.length > 60) return undefined;
  const text = collapseSpaces(cell.text);
  // 手机1 and 手机2 are headings.
  const bare = withoutRemark(text).replace(/(?<=\p{L})\d$/u, '');
  if ([...bare].length > LONGEST_HEADING || /[\d，。！？；,;!?：:]/.test(bare)) return undefined;
  return text || undefined;
}

interface Heading<F extends string> {
  /** Index of its last row. */
  end: number;
  segments: Column<F>[][];
}

function headingAt<F extends string>(
  { rows }: Sheet,
  at: number,
  { groups, vocabulary }: { groups: Groups; vocabulary: Vocabulary<F> },
): Heading<F> | undefined {
  const first = rows[at]!;
  if (!isOfLabels(first)) return undefined;
  const levels = [labels(first, groups)];
  let end = at;
  while (levels.length < MOST_ROWS) {
    const next = rows[end + 1];
    if (!next || next.row !== rows[end]!.row + 1 || !isSubHeading(next, levels.at(-1)!)) break;
    levels.push(labels(next, groups));
    end += 1;
  }
  const columns = columnsOf(levels, vocabulary);
  if (!isForm(columns, vocabulary)) return undefined;
  const segments = besideEachOther(columns);
  return {
    end,
    segments: segments.every((segment) => isForm(segment, vocabulary)) ? segments : [columns],
  };
}

/** Whether a row holds labels. Titles stand alone, and what people fill in contains figures and sentences. */
function isOfLabels({ cells }: SheetRow): boolean {
  const filled = [...cells.values()].filter(({ text }) => text.trim() !== '');
  return filled.length > 1 && filled.filter((cell) => labelOf(cell)).length >= filled.length * 0.75;
}

interface Label {
  text: string;
  /** It spans this and other columns. */
  isGroup: boolean;
  /** It begins further left. */
  isSpread?: true;
}

/** Cells that are merged across columns, by their first row; null in a file without merged cells. */
type Groups = Map<number, Merge[]> | null;

function groupsOf({ merges }: Sheet): Groups {
  if (merges.length === 0) return null;
  const groups = new Map<number, Merge[]>();
  for (const merge of merges) {
    if (merge.left === merge.right) continue;
    const inRow = groups.get(merge.top);
    if (inRow) inRow.push(merge);
    else groups.set(merge.top, [merge]);
  }
  return groups;
}

/** The labels of a row by column; a label that is merged across columns appears in each of them. */
function labels({ row, cells }: SheetRow, groups: Groups): Map<number, Label> {
  const across = groups?.get(row) ?? [];
  const found = new Map<number, Label>();
  for (const [column, cell] of cells) {
    const text = labelOf(cell);
    if (text === undefined) continue;
    const merge = across.find(({ left }) => left === column);
    for (let at = column; at <= (merge?.right ?? column); at += 1)
      found.set(at, { text, isGroup: merge !== undefined, ...(at > column ? { isSpread: true } : {}) });
  }
  // Text files have no merged cells: a label also applies to the empty columns after it.
  if (groups === null) {
    const last = Math.max(...cells.keys());
    let group: [number, Label] | undefined;
    for (let at = 0; at <= last + MOST_BEHIND; at += 1) {
      const own = found.get(at);
      if (own) group = [at, own];
      else if (group && at - group[0] <= MOST_BEHIND)
        found.set(at, { text: group[1].text, isGroup: true, isSpread: true });
    }
  }
  return found;
}
const MOST_BEHIND = 8;

/** Whether a row only splits the groups of the row above. A cell merged downwards repeats its label. */
function isSubHeading({ cells }: SheetRow, upper: Map<number, Label>): boolean {
  let parts = 0;
  for (const [column, cell] of cells) {
    if (cell.text.trim() === '') continue;
    const text = labelOf(cell);
    const over = upper.get(column);
    if (text === undefined) return false;
    if (over && !over.isGroup && over.text !== text) return false;
    if (over?.isGroup && over.text !== text) parts += 1;
  }
  return parts > 1;
}

function columnsOf<F extends string>(levels: Map<number, Label>[], vocabulary: Vocabulary<F>): Column<F>[] {
  const last = Math.max(...levels.flatMap((level) => [...level.keys()]));
  const columns: Column<F>[] = [];
  for (let at = 0; at <= last; at += 1) {
    const own = levels.flatMap((level) => level.get(at) ?? []);
    // Only a label further left spans this column: it is no column of its own.
    if (own.every(({ isSpread }) => isSpread)) continue;
    const path = own.map(({ text }) => text).filter((text, nth, texts) => text !== texts[nth - 1]);
    const meaning = vocabulary.meaningOf(path);
    columns.push({ at, path, field: meaning?.field ?? null, isKnown: meaning !== undefined, rank: meaning?.rank ?? 0 });
  }
  return columns;
}

const isForm = <F extends string>(columns: Column<F>[], { isTable }: Vocabulary<F>): boolean =>
  isTable(new Set(columns.flatMap(({ field }) => field ?? [])));

/** Splits the columns where a heading repeats with the same meaning: another table stands beside the first. */
function besideEachOther<F extends string>(columns: Column<F>[]): Column<F>[][] {
  const segments: Column<F>[][] = [];
  let seen = new Set<string>();
  for (const column of columns) {
    const name = `${column.path.at(-1)!}/${column.field}/${column.rank}`;
    if (segments.length === 0 || seen.has(name)) {
      segments.push([]);
      seen = new Set();
    }
    seen.add(name);
    segments.at(-1)!.push(column);
  }
  return segments;
}

/** One text across a whole list is the title of what follows, not a record. */
const isTitle = <F extends string>({ row }: SheetRow, columns: Column<F>[], groups: Groups): boolean =>
  groups?.get(row)?.some(({ left, right }) => left <= columns[0]!.at && right >= columns.at(-1)!.at) ?? false;

/** The heading of a table of another kind ends the one above it. */
function isOtherHeading<F extends string>(row: SheetRow, vocabulary: Vocabulary<F>): boolean {
  if (row.cells.size < 3) return false;
  const fields: (F | null)[] = [];
  for (const cell of row.cells.values()) {
    const text = labelOf(cell);
    const meaning = text === undefined ? undefined : vocabulary.meaningOf([text]);
    if (!meaning) return false;
    if (meaning.field !== null) fields.push(meaning.field);
  }
  // What people fill in may look like headings, but hardly each cell like a different one.
  return new Set(fields).size === fields.length;
}
