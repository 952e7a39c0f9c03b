import { parse } from 'csv-parse/sync';
import { visibleText } from '../../texts.js';
import {
  IMPORT_LIMITS,
  ImportDamaged,
  ImportLocked,
  ImportOldFormat,
  ImportUnknownFormat,
  tooMuch,
  type Cell,
  type Sheet,
} from './sheet.js';
import { readXlsx } from './read-xlsx.js';

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** The container of old Office files and of encrypted new ones. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** So much of a text tells its encoding, in no time. */
const HEAD_BYTES = 64 * 1024;

/** Tells by its first bytes whether a file can be read at all, before anything is kept of it. Throws
 *  IMPORT_TOO_LARGE, IMPORT_LOCKED, IMPORT_OLD_FORMAT, IMPORT_DAMAGED, IMPORT_UNKNOWN_FORMAT. */
export function assertReadable(file: Buffer, fileName: string): void {
  const mb = IMPORT_LIMITS.fileBytes / 1_048_576;
  if (file.length > IMPORT_LIMITS.fileBytes) throw tooMuch(`超过 ${mb} MB`, `more than ${mb} MB`);
  if (file.length === 0) throw ImportDamaged();
  if (file.subarray(0, 8).equals(COMPOUND)) {
    throw file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? ImportLocked() : ImportOldFormat();
  }
  if (isZip(file)) return;
  if (/\.xlsx?$/i.test(fileName)) throw ImportDamaged();
  decode(file.subarray(0, HEAD_BYTES), { isWhole: file.length <= HEAD_BYTES });
}

/** Reads the sheets of an .xlsx file, or of a CSV file in UTF-8 or GBK, in the thread of the caller: for the thread of
 *  `readSheets`, and for specs. Throws what `assertReadable` throws. */
export async function parseSheets(file: Buffer, fileName: string, mostRows?: number): Promise<Sheet[]> {
  assertReadable(file, fileName);
  if (isZip(file)) return readXlsx(file, mostRows);
  const name = fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  return [readCsv(file, name, mostRows ?? IMPORT_LIMITS.rows)];
}

const isZip = (file: Buffer): boolean => file.subarray(0, 4).equals(ZIP);

function readCsv(file: Buffer, name: string, mostRows: number): Sheet {
  const text = decode(file, { isWhole: true });
  let records: string[][];
  try {
    records = parse(text, {
      bom: true,
      delimiter: guessDelimiter(text),
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
  if (records.length > mostRows) throw tooMuch(`超过 ${mostRows} 行`, `more than ${mostRows} rows`);
  let cellsLeft: number = IMPORT_LIMITS.cells;
  const rows = records.map((record, at) => {
    const cells = new Map<number, Cell>();
    record.slice(0, IMPORT_LIMITS.columns).forEach((cell, column) => {
      const shown = visibleText(cell).slice(0, IMPORT_LIMITS.cellCharacters);
      if (shown.trim() === '') return;
      cellsLeft -= 1;
      if (cellsLeft < 0)
        throw tooMuch(`超过 ${IMPORT_LIMITS.cells} 个单元格`, `more than ${IMPORT_LIMITS.cells} cells`);
      cells.set(column, { text: shown });
    });
    return { row: at + 1, cells };
  });
  return { name: visibleText(name), rows: rows.filter(({ cells }) => cells.size > 0), from1904: false };
}

const guessDelimiter = (text: string): string => {
  const head = text.slice(0, 4_000);
  return [',', '\t', ';'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
};

/** isWhole: false for the beginning of a file, which may end within a character. */
function decode(file: Buffer, { isWhole }: { isWhole: boolean }): string {
  if (file.subarray(0, 2).equals(Buffer.of(0xff, 0xfe))) return new TextDecoder('utf-16le').decode(file);
  const stream = !isWhole;
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

/** Pictures and programs decode as well; people's text has no NUL. */
function assertText(text: string): string {
  if (text.includes('\u0000')) throw new Error('binary');
  return text;
}
