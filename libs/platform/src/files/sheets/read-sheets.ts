import { parse } from 'csv-parse/sync';
import {
  IMPORT_LIMITS,
  ImportDamaged,
  ImportLocked,
  ImportOldFormat,
  ImportTooLarge,
  ImportUnknownFormat,
  type Cell,
  type Sheet,
} from './sheet.js';
import { readXlsx } from './read-xlsx.js';

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** The container of old Office files and of encrypted new ones. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Tells by its first bytes whether a file can be read at all, before anything is kept of it. Throws
 *  IMPORT_TOO_LARGE, IMPORT_LOCKED, IMPORT_OLD_FORMAT, IMPORT_DAMAGED, IMPORT_UNKNOWN_FORMAT. */
export function assertReadable(file: Buffer, fileName: string): void {
  if (file.length > IMPORT_LIMITS.fileBytes)
    throw ImportTooLarge({ what: `> ${IMPORT_LIMITS.fileBytes / 1_048_576} MB` });
  if (file.length === 0) throw ImportDamaged();
  if (file.subarray(0, 8).equals(COMPOUND)) {
    throw file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? ImportLocked() : ImportOldFormat();
  }
  if (isZip(file)) return;
  if (/\.xlsx?$/i.test(fileName)) throw ImportDamaged();
  decode(file);
}

/** Reads the sheets of an .xlsx file, or of a CSV file in UTF-8 or GBK. Throws what `assertReadable` throws. */
export async function readSheets(file: Buffer, fileName: string): Promise<Sheet[]> {
  assertReadable(file, fileName);
  if (isZip(file)) return readXlsx(file);
  return [readCsv(file, fileName.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, ''))];
}

const isZip = (file: Buffer): boolean => file.subarray(0, 4).equals(ZIP);

function readCsv(file: Buffer, name: string): Sheet {
  const text = decode(file);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter: guessDelimiter(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      info: true,
      to: IMPORT_LIMITS.rows + 1,
    }) as unknown as typeof records;
  } catch {
    throw ImportDamaged();
  }
  if (records.length > IMPORT_LIMITS.rows) throw ImportTooLarge({ what: `> ${IMPORT_LIMITS.rows} 行 / rows` });
  const rows = records.map(({ record }, at) => ({
    row: at + 1,
    cells: new Map<number, Cell>(
      record
        .slice(0, IMPORT_LIMITS.columns)
        .flatMap((cell, column) => (cell.trim() === '' ? [] : [[column, { text: cell }] as const])),
    ),
  }));
  return { name, rows: rows.filter(({ cells }) => cells.size > 0), from1904: false };
}

const guessDelimiter = (text: string): string => {
  const head = text.slice(0, 4_000);
  return [',', '\t', ';'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ',';
};

function decode(file: Buffer): string {
  if (file.subarray(0, 2).equals(Buffer.of(0xff, 0xfe))) return new TextDecoder('utf-16le').decode(file);
  try {
    return assertText(new TextDecoder('utf-8', { fatal: true }).decode(file));
  } catch {
    try {
      return assertText(new TextDecoder('gb18030', { fatal: true }).decode(file));
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
