import { Parser } from 'htmlparser2';
import { IMPORT_LIMITS, tooMuch } from './sheet.js';

/** The cells of a page's tables, as banks name them .xls. A cell that spans rows or columns stands in the first; the
 *  others are empty. Throws IMPORT_TOO_LARGE. */
export function readHtmlTables(html: string): string[][][] {
  const tables: string[][][] = [];
  let row: string[] | undefined;
  let cell: string | undefined;
  let width = 1;
  let cellsLeft: number = IMPORT_LIMITS.cells;
  const endCell = (): void => {
    if (row === undefined || cell === undefined) return;
    row.push(cell.trim(), ...Array<string>(width - 1).fill(''));
    cellsLeft -= width;
    if (cellsLeft < 0 || row.length > 10 * IMPORT_LIMITS.columns)
      throw tooMuch(`超过 ${IMPORT_LIMITS.cells} 个单元格`, `more than ${IMPORT_LIMITS.cells} cells`);
    cell = undefined;
  };
  const endRow = (): void => {
    endCell();
    if (row) tables.at(-1)?.push(row);
    row = undefined;
  };
  const parser = new Parser({
    onopentag(tag, { colspan }) {
      if (tag === 'table') {
        endRow();
        tables.push([]);
      } else if (tag === 'tr') {
        endRow();
        if (tables.length === 0) tables.push([]);
        row = [];
      } else if (tag === 'td' || tag === 'th') {
        endCell();
        cell = '';
        width = Math.min(Math.max(Number(colspan) || 1, 1), IMPORT_LIMITS.columns);
      } else if (tag === 'br' && cell !== undefined) cell += '\n';
    },
    ontext(text) {
      if (cell !== undefined && cell.length <= IMPORT_LIMITS.cellCharacters) cell += text;
    },
    onclosetag(tag) {
      if (tag === 'td' || tag === 'th') endCell();
      else if (tag === 'tr' || tag === 'table') endRow();
    },
  });
  parser.end(html);
  endRow();
  return tables.filter((records) => records.length > 0);
}
