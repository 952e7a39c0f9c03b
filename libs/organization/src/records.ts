import { belowTheList, columnsFor, filledCells, unreadableCell, type Cell, type Table } from '#libs/platform/parsing';

/** The cell of a record that holds a field; undefined where it is empty. */
export type CellOf<F extends string> = (field: F) => Cell | undefined;

export interface SheetRecord<F extends string> {
  sheet: string;
  /** The row number as a person sees it, from 1. */
  row: number;
  cell: CellOf<F>;
}

/** The rows of a table in which one of the `telling` fields is filled in; hidden rows are left out. Where several columns
 *  hold a field, the first filled one counts. Where two equally likely columns differ, neither is read: a person must
 *  decide. */
export function recordsOf<F extends string>(
  table: Table<F>,
  { fields, telling }: { fields: readonly F[]; telling: readonly F[] },
): SheetRecord<F>[] {
  const columns = new Map(fields.map((field) => [field, columnsFor(table, field)]));
  return table.rows.flatMap((line) => {
    if (line.isHidden) return [];
    const cell: CellOf<F> = (field) => {
      const all = columns.get(field)!;
      const ranks = new Set(all.map(({ rank }) => rank));
      for (const rank of ranks) {
        const filled = filledCells(
          line,
          all.filter((column) => column.rank === rank),
        );
        if (filled.length > 0)
          return filled.every(({ text }) => text === filled[0]!.text) ? filled[0] : unreadableCell(filled);
      }
      return undefined;
    };
    const told = telling.map(cell);
    const mark = belowTheList(line);
    // A remark may begin a record, if all that tells about it is there.
    const isRecord = mark
      ? !mark.isSignature && told.every((one) => one && one !== mark.cell)
      : told.some((one) => one !== undefined);
    return isRecord ? [{ sheet: table.sheet.name, row: line.row, cell }] : [];
  });
}

/** The original text by field, shown next to the value that was read from it. */
export function typedOf<F extends string>(cell: CellOf<F>, fields: readonly F[]): Partial<Record<F, string>> {
  const typed: Partial<Record<F, string>> = {};
  for (const field of fields) {
    const text = cell(field)?.text.trim().slice(0, 100);
    if (text) typed[field] = text;
  }
  return typed;
}
