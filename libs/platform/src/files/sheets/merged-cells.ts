import { IMPORT_LIMITS, tooMuch, type Cell, type Merge, type SheetRow } from './sheet.js';

/** What remains of the limits while the cells of a file are read. */
export interface CellBudget {
  cells: number;
  characters: number;
  mergedCells: number;
}
export const newCellBudget = (): CellBudget => ({
  cells: IMPORT_LIMITS.cells,
  characters: IMPORT_LIMITS.characters,
  mergedCells: IMPORT_LIMITS.mergedCells,
});

/** Counts a cell and its text; a shared text counts for each cell that has it. Throws IMPORT_TOO_LARGE. */
export function charge(budget: CellBudget, cell: Cell): void {
  budget.cells -= 1;
  budget.characters -= cell.text.length;
  if (budget.cells < 0) throw tooMuch(`超过 ${IMPORT_LIMITS.cells} 个单元格`, `more than ${IMPORT_LIMITS.cells} cells`);
  if (budget.characters < 0)
    throw tooMuch(`超过 ${IMPORT_LIMITS.characters} 个字`, `more than ${IMPORT_LIMITS.characters} characters`);
}

/** Puts a cell that is merged downwards into every row that it covers, as the same object, so that a reader can recognise a
 *  shared cell. Titles across the page stay where they are. Throws IMPORT_TOO_LARGE. */
export function fillMerged(rows: SheetRow[], merges: Merge[], budget: CellBudget): void {
  if (merges.length === 0) return;
  const byNumber = new Map(rows.map((row) => [row.row, row]));
  const lastRow = rows.reduce((last, { row }) => Math.max(last, row), 0);
  for (const { top, left, bottom } of merges) {
    const last = Math.min(bottom, lastRow);
    const cell = byNumber.get(top)?.cells.get(left);
    if (!cell || last <= top) continue;
    budget.mergedCells -= last - top;
    if (budget.mergedCells < 0)
      throw tooMuch(
        `合并单元格合计超过 ${IMPORT_LIMITS.mergedCells} 格`,
        `merged cells cover more than ${IMPORT_LIMITS.mergedCells} cells`,
      );
    for (let at = top + 1; at <= last; at += 1) {
      const row = byNumber.get(at);
      if (!row || row.cells.has(left)) continue;
      charge(budget, cell);
      row.cells.set(left, cell);
    }
  }
}
