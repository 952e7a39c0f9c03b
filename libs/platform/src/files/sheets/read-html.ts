import { Parser } from 'htmlparser2';
import { IMPORT_LIMITS, tooMuch } from './sheet.js';

/** The cells of a page's tables, as banks name them .xls. A cell that spans columns stands in the first, one that spans rows in
 *  each of them. Throws IMPORT_TOO_LARGE. */
export function readHtmlTables(html: string): string[][][] {
  const tables: string[][][] = [];
  let row: string[] | undefined;
  let cell: string | undefined;
  let width = 1;
  let height = 1;
  /** By column: cells from above that reach into the rows below. */
  let open = new Map<number, { text: string; rows: number }>();
  let cellsLeft: number = IMPORT_LIMITS.cells;
  const fillFromAbove = (): void => {
    for (let above = open.get(row!.length); above && above.rows > 0; above = open.get(row!.length)) {
      above.rows -= 1;
      row!.push(above.text);
      cellsLeft -= 1;
    }
  };
  const endCell = (): void => {
    if (row === undefined || cell === undefined) return;
    fillFromAbove();
    const text = cell.trim();
    if (height > 1)
      for (let at = 0; at < width; at += 1) open.set(row.length + at, { text: at === 0 ? text : '', rows: height - 1 });
    row.push(text, ...Array<string>(width - 1).fill(''));
    cellsLeft -= width;
    if (cellsLeft < 0 || row.length > 10 * IMPORT_LIMITS.columns)
      throw tooMuch(`超过 ${IMPORT_LIMITS.cells} 个单元格`, `more than ${IMPORT_LIMITS.cells} cells`);
    cell = undefined;
  };
  const endRow = (): void => {
    endCell();
    if (row) {
      fillFromAbove();
      tables.at(-1)?.push(row);
    }
    row = undefined;
  };
  const parser = new Parser({
    onopentag(tag, { colspan, rowspan }) {
      if (tag === 'table') {
        endRow();
        tables.push([]);
        open = new Map();
      } else if (tag === 'tr') {
        endRow();
        if (tables.length === 0) tables.push([]);
        row = [];
      } else if (tag === 'td' || tag === 'th') {
        endCell();
        cell = '';
        width = Math.min(Math.max(Number(colspan) || 1, 1), IMPORT_LIMITS.columns);
        height = Math.max(Math.trunc(Number(rowspan)) || 1, 1);
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
