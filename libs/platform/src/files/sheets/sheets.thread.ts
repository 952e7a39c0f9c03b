import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../problems.js';
import { parseSheets } from './parse-sheets.js';
import type { Sheet, SheetRow } from './sheet.js';

// What is imported here is loaded again for each file: nothing but what reads it.

export interface SheetsTask {
  file: Uint8Array;
  fileName: string;
  mostRows?: number;
}
/** What the thread answers: why the file is refused, or its sheets without rows; then, each time that it is asked, some
 *  rows of one of them; no rows are the end. */
export type FromThread =
  | { refused: { code: string; details: Record<string, unknown> } }
  | { sheets: Omit<Sheet, 'rows'>[] }
  | { sheet: number; rows: SheetRow[] };

/** Copying so many cells into another thread takes it about a millisecond. */
const CELLS_AT_ONCE = 1_000;

const say = (message: FromThread): void => parentPort?.postMessage(message);

try {
  const { file, fileName, mostRows } = workerData as SheetsTask;
  const sheets = await parseSheets(Buffer.from(file.buffer, file.byteOffset, file.byteLength), fileName, mostRows);
  let sheet = 0;
  let row = 0;
  parentPort?.on('message', () => {
    while (sheet < sheets.length && row >= sheets[sheet]!.rows.length) {
      sheet += 1;
      row = 0;
    }
    const rows: SheetRow[] = [];
    const left = sheets[sheet]?.rows ?? [];
    for (let cells = 0; row < left.length && cells < CELLS_AT_ONCE; row += 1) {
      rows.push(left[row]!);
      cells += 1 + left[row]!.cells.size;
    }
    say({ sheet, rows });
  });
  say({ sheets: sheets.map(({ rows: _, ...head }) => head) });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  say({ refused: { code: error.kind.code, details: error.details } });
}
