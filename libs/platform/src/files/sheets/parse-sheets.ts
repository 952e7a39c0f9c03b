import { parse } from 'csv-parse/sync';
import { visibleText } from '../../texts.js';
import {
  IMPORT_LIMITS,
  ImportDamaged,
  ImportLocked,
  ImportOldFormat,
  ImportQuotes,
  ImportUnknownFormat,
  cut,
  tooMuch,
  type Cell,
  type Sheet,
} from './sheet.js';
import { charge, fillMerged, newCellBudget } from './merged-cells.js';
import { readHtmlTables, type TextTable } from './read-html.js';
import { readXlsx } from './read-xlsx.js';

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** The container of old Office files and of encrypted new ones. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** This much of a text is enough to detect its encoding, and takes no time. */
const HEAD_BYTES = 64 * 1024;

/** Checks by its first bytes whether a file can be read at all, before any of it is stored. Throws
 *  IMPORT_TOO_LARGE, IMPORT_LOCKED, IMPORT_OLD_FORMAT, IMPORT_DAMAGED, IMPORT_UNKNOWN_FORMAT. */
export function assertReadable(file: Buffer, fileName: string): void {
  const mb = IMPORT_LIMITS.fileBytes / 1_048_576;
  if (file.length > IMPORT_LIMITS.fileBytes) throw tooMuch(`超过 ${mb} MB`, `more than ${mb} MB`);
  if (file.length === 0) throw ImportDamaged();
  if (file.subarray(0, 8).equals(COMPOUND)) {
    throw file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? ImportLocked() : ImportOldFormat();
  }
  if (isZip(file)) return;
  if (/\.xls[xm]$/i.test(fileName)) throw ImportDamaged();
  decode(file.subarray(0, HEAD_BYTES), { isWhole: file.length <= HEAD_BYTES });
}

/** Reads the sheets of an .xlsx file, of separated text or of HTML tables in the caller's thread: for the thread of
 *  `parseFile`, and for specs. Content decides, so that text and HTML named .xls are read as well. Text is UTF-8, UTF-16 or
 *  GB18030. Throws what `assertReadable` throws. */
export async function parseSheets(file: Buffer, fileName: string, mostRows?: number): Promise<Sheet[]> {
  assertReadable(file, fileName);
  if (isZip(file)) return readXlsx(file, mostRows);
  const name = fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  const text = decode(file, { isWhole: true });
  const isMarkup = /^\s*<(?:!doctype html|html|head|meta|table|style|body|div)\b/i.test(text.slice(0, 2_000));
  const most = mostRows ?? IMPORT_LIMITS.rows;
  if (isMarkup) return toSheets(readHtmlTables(text), visibleText(name), most);
  const sheets = toSheets([{ records: readSeparated(text, most), merges: [] }], visibleText(name), most);
  return sheets.map((sheet) => ({ ...sheet, isSeparated: true as const }));
}

const isZip = (file: Buffer): boolean => file.subarray(0, 4).equals(ZIP);

function readSeparated(text: string, mostRows: number): string[][] {
  const delimiter = guessDelimiter(text);
  let records: string[][];
  try {
    records = parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: IMPORT_LIMITS.csvLineCharacters,
      to: mostRows + 1,
    });
  } catch (error) {
    if ((error as { code?: string }).code === 'CSV_MAX_RECORD_SIZE')
      throw tooMuch(
        `一行超过 ${IMPORT_LIMITS.csvLineCharacters} 字`,
        `a line of more than ${IMPORT_LIMITS.csvLineCharacters} characters`,
      );
    throw ImportDamaged();
  }
  assertNoRowSwallowed(records, delimiter);
  return records;
}

/** A cell of several lines with as many delimiters as a row began with a stray quotation mark: it contains other rows.
 *  Throws IMPORT_QUOTES. */
function assertNoRowSwallowed(records: string[][], delimiter: string): void {
  const columns = Math.max(2, ...records.slice(0, 100).map(({ length }) => length));
  let row = 0;
  for (const record of records) {
    row += 1;
    for (const cell of record)
      if (cell.includes('\n') && cell.split(delimiter).length >= columns) throw ImportQuotes({ row });
  }
}

/** Converts tables to sheets, within the limits for all of them together. */
function toSheets(tables: TextTable[], name: string, mostRows: number): Sheet[] {
  if (tables.reduce((sum, { records }) => sum + records.length, 0) > mostRows)
    throw tooMuch(`超过 ${mostRows} 行`, `more than ${mostRows} rows`);
  const budget = newCellBudget();
  return tables.map(({ records, merges }, nth) => {
    const rows = records
      .map((record, at) => {
        const cells = new Map<number, Cell>();
        record.slice(0, IMPORT_LIMITS.columns).forEach((text, column) => {
          const shown = visibleText(unwrapped(text));
          if (shown.trim() === '') return;
          const cell = cut(shown);
          charge(budget, cell);
          cells.set(column, cell);
        });
        return { row: at + 1, cells };
      })
      .filter(({ cells }) => cells.size > 0);
    fillMerged(rows, merges, budget);
    return { name: nth === 0 ? name : `${name} ${nth + 1}`, rows, merges, from1904: false, isHidden: false };
  });
}

/** Removes what programs put around a value so that no spreadsheet reads it as a number: ="6222", `6222, '6222. */
function unwrapped(cell: string): string {
  const text = cell.trim();
  const quoted = /^="([^"]*)"$/.exec(text);
  if (quoted) return quoted[1]!;
  if (text.startsWith('`') || /^'[\d+-]/.test(text)) return text.slice(1);
  return cell;
}

/** The delimiter that appears in most lines of the head; Chinese text uses other commas. */
const guessDelimiter = (text: string): string => {
  const lines = text.slice(0, 8_000).split(/\r?\n/);
  const linesWith = (sign: string): number => lines.filter((line) => line.includes(sign)).length;
  return ['\t', ',', ';', '|'].toSorted((a, b) => linesWith(b) - linesWith(a))[0] ?? ',';
};

/** isWhole: false for the beginning of a file, which may end within a character. */
function decode(file: Buffer, { isWhole }: { isWhole: boolean }): string {
  const stream = !isWhole;
  for (const [mark, encoding] of UTF16)
    if (file.subarray(0, 2).equals(mark)) return assertText(new TextDecoder(encoding).decode(file, { stream }));
  try {
    return assertText(new TextDecoder('utf-8', { fatal: true }).decode(file, { stream }));
  } catch {
    try {
      return assertText(new TextDecoder('gb18030', { fatal: true }).decode(file, { stream }));
    } catch {
      throw ImportUnknownFormat();
    }
  }
}

const UTF16 = [
  [Buffer.of(0xff, 0xfe), 'utf-16le'],
  [Buffer.of(0xfe, 0xff), 'utf-16be'],
] as const;

/** Pictures and programs decode as well; text written by people has no NUL. */
function assertText(text: string): string {
  if (text.includes('\u0000')) throw new Error('binary');
  return text;
}
