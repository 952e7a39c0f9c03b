import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../problems.js';
import type { Parser } from './parse-file.js';
import { parseSheets } from './parse-sheets.js';

// These imports are loaded again for each file, so they include only what reading needs.

export interface ParseTask {
  file: Uint8Array;
  fileName: string;
  mostRows?: number;
  /** URL of the parser's module. */
  parser: string;
  context: unknown;
}
/** Messages of the thread: the reason for a refusal, or the result without its rows; then, for each request, some of the
 *  rows. An empty list of rows is the end. */
export type FromThread =
  | { refused: { code: string; details: Record<string, unknown> } }
  | { head: Record<string, unknown> }
  | { rows: unknown[] };

/** Copying this many rows into another thread takes about a millisecond. */
const ROWS_AT_ONCE = 50;

const say = (message: FromThread): void => parentPort?.postMessage(message);

try {
  const { file, fileName, mostRows, parser, context } = workerData as ParseTask;
  const { parse } = (await import(parser)) as { parse: Parser<unknown, { rows: unknown[] }> };
  const sheets = await parseSheets(Buffer.from(file.buffer, file.byteOffset, file.byteLength), fileName, mostRows);
  const { rows, ...head } = parse(sheets, context);
  let sent = 0;
  parentPort?.on('message', () => {
    say({ rows: rows.slice(sent, sent + ROWS_AT_ONCE) });
    sent += ROWS_AT_ONCE;
  });
  say({ head });
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  say({ refused: { code: error.kind.code, details: error.details } });
}
