import type { Column } from './find-tables.js';
import { isBlank } from './person-cells.js';
import type { Cell, SheetRow } from './sheet.js';

/** The cells of a row in these columns that are filled in. */
export const filledCells = <F extends string>({ cells }: SheetRow, columns: readonly Column<F>[]): Cell[] =>
  columns.flatMap(({ at }) => {
    const cell = cells.get(at);
    return cell && !isBlank(cell.text) ? [cell] : [];
  });

/** One cell for several that differ: it keeps the typed text for display and cannot be read. */
export const unreadableCell = (cells: readonly Cell[]): Cell => ({
  text: [...new Set(cells.map(({ text }) => text))].join(' / '),
  isError: true,
});
