import { Parser } from 'htmlparser2';
import { IMPORT_LIMITS, tooMuch, type Merge } from './sheet.js';

/** A table of a text file: its cells by rows, and its merged cells. */
export interface TextTable {
  records: string[][];
  merges: Merge[];
}

/** The tables of an HTML page, which banks name .xls. The text of a cell that spans rows or columns stands in its first
 *  position, and its span becomes a merge. Throws IMPORT_TOO_LARGE. */
export function readHtmlTables(html: string): TextTable[] {
  const tables: TextTable[] = [];
  let row: string[] | undefined;
  let cell: string | undefined;
  let width = 1;
  let height = 1;
  /** By column: how many more rows a cell from above covers. */
  let open = new Map<number, number>();
  let cellsLeft: number = IMPORT_LIMITS.cells;
  let mergesLeft: number = IMPORT_LIMITS.merges;
  const skipCovered = (): void => {
    for (let rows = open.get(row!.length); rows; rows = open.get(row!.length)) {
      open.set(row!.length, rows - 1);
      row!.push('');
      cellsLeft -= 1;
    }
  };
  const noteSpan = (left: number): void => {
    if (height > 1) for (let at = left; at < left + width; at += 1) open.set(at, height - 1);
    mergesLeft -= 1;
    if (mergesLeft < 0)
      throw tooMuch(`合并单元格超过 ${IMPORT_LIMITS.merges} 处`, `more than ${IMPORT_LIMITS.merges} merged cells`);
    const { records, merges } = tables.at(-1)!;
    const top = records.length + 1;
    merges.push({ top, left, bottom: top + height - 1, right: left + width - 1 });
  };
  const endCell = (): void => {
    if (row === undefined || cell === undefined) return;
    skipCovered();
    if (height > 1 || width > 1) noteSpan(row.length);
    row.push(cell.trim(), ...Array<string>(width - 1).fill(''));
    cellsLeft -= width;
    if (cellsLeft < 0 || row.length > 10 * IMPORT_LIMITS.columns)
      throw tooMuch(`超过 ${IMPORT_LIMITS.cells} 个单元格`, `more than ${IMPORT_LIMITS.cells} cells`);
    cell = undefined;
  };
  const endRow = (): void => {
    endCell();
    if (row) {
      skipCovered();
      tables.at(-1)!.records.push(row);
    }
    row = undefined;
  };
  const parser = new Parser({
    onopentag(tag, { colspan, rowspan }) {
      if (tag === 'table') {
        endRow();
        tables.push({ records: [], merges: [] });
        open = new Map();
      } else if (tag === 'tr') {
        endRow();
        if (tables.length === 0) tables.push({ records: [], merges: [] });
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
  return tables.filter(({ records }) => records.length > 0);
}
