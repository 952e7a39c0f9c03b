import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { visibleText } from '../../texts.js';
import { IMPORT_LIMITS, ImportDamaged, tooMuch, type Cell, type Sheet, type SheetRow } from './sheet.js';

/** Reads the cells of an .xlsx file as they were typed: no formulas are computed, nothing is written to disk, and a file
 *  that is more than one of the limits is given up while it unpacks. Throws IMPORT_TOO_LARGE, IMPORT_DAMAGED. */
export async function readXlsx(file: Buffer, mostRows: number = IMPORT_LIMITS.rows): Promise<Sheet[]> {
  const zip = await openZip(file);
  try {
    const budget = newBudget(mostRows);
    const entries = await listEntries(zip);
    const text = async (name: string): Promise<string | undefined> => {
      const entry = entries.get(name);
      if (!entry) return undefined;
      if (entry.uncompressedSize > IMPORT_LIMITS.partBytes) throw tooMuch('工作表目录过大', 'its list of sheets');
      const parts: Buffer[] = [];
      for await (const part of await contents(zip, entry, budget)) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    };
    const workbook = await text('xl/workbook.xml');
    if (!workbook) throw ImportDamaged();
    const targets = readRelations((await text('xl/_rels/workbook.xml.rels')) ?? '');
    const { sheets: names, from1904 } = readWorkbook(workbook);
    if (names.length > IMPORT_LIMITS.sheets) throw tooMuch(`${names.length} 个工作表`, `${names.length} sheets`);
    const shared = entries.get('xl/sharedStrings.xml');
    const strings = shared ? await readSharedStrings(await contents(zip, shared, budget), budget) : [];
    const sheets: Sheet[] = [];
    for (const { name, relation } of names) {
      const target = targets.get(relation);
      const entry = target && entries.get(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
      if (!entry) continue;
      sheets.push({ name, from1904, rows: await readRows(await contents(zip, entry, budget), strings, budget) });
    }
    return sheets;
  } catch (error) {
    throw isOurs(error) ? error : ImportDamaged();
  } finally {
    zip.close();
  }
}

const MOST_PACKED = 250;

/** What is left of the limits while a file is read. */
interface Budget {
  bytes: number;
  mostRows: number;
  rows: number;
  cells: number;
  characters: number;
  sharedStrings: number;
  merges: number;
  mergedCells: number;
}
const newBudget = (mostRows: number): Budget => ({
  bytes: IMPORT_LIMITS.unpackedBytes,
  mostRows,
  rows: mostRows,
  cells: IMPORT_LIMITS.cells,
  characters: IMPORT_LIMITS.characters,
  sharedStrings: IMPORT_LIMITS.sharedStrings,
  merges: IMPORT_LIMITS.merges,
  mergedCells: IMPORT_LIMITS.mergedCells,
});

const isOurs = (error: unknown): boolean => (error as Error).name === 'Problem';

const openZip = (file: Buffer): Promise<yauzl.ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.fromBuffer(file, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(ImportDamaged()) : resolve(zip),
    );
  });

const listEntries = (zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> =>
  new Promise((resolve, reject) => {
    const entries = new Map<string, yauzl.Entry>();
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.set(entry.fileName.replaceAll('\\', '/'), entry);
      if (entries.size > 5_000) reject(tooMuch('压缩包内文件过多', 'too many parts'));
      else zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });

/** An entry's bytes as they unpack, counted against what the whole file may unpack to. */
async function contents(zip: yauzl.ZipFile, entry: yauzl.Entry, budget: Budget): Promise<AsyncIterable<Buffer>> {
  if (entry.uncompressedSize > budget.bytes) throw unpacksTooLarge();
  // Deflate packs a thousand to one at the best; a sheet of text packs ten or twenty to one.
  if (entry.uncompressedSize > 10_000_000 && entry.uncompressedSize > entry.compressedSize * MOST_PACKED) {
    throw unpacksTooLarge();
  }
  const stream = await new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  return (async function* counted() {
    for await (const part of stream) {
      budget.bytes -= (part as Buffer).length;
      if (budget.bytes < 0) {
        stream.destroy();
        throw unpacksTooLarge();
      }
      yield part as Buffer;
    }
  })();
}

const unpacksTooLarge = (): Error => {
  const mb = IMPORT_LIMITS.unpackedBytes / 1_048_576;
  return tooMuch(`解压后超过 ${mb} MB，或压缩率异常`, `it unpacks to more than ${mb} MB, or too far`);
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Gives up where elements lie deeper in each other than in any sheet: a parser keeps every element that is open. */
class BoundedParser extends SaxesParser {
  private depth = 0;

  constructor() {
    super();
    this.on('opentagstart', () => {
      this.depth += 1;
      if (this.depth > IMPORT_LIMITS.xmlDepth) throw ImportDamaged();
    });
    this.onClose(() => undefined);
  }

  /** A parser has one handler for each event; this one also counts. */
  onClose(handler: (tag: { name: string }) => void): void {
    this.on('closetag', (tag) => {
      this.depth -= 1;
      handler(tag);
    });
  }
}

/** Excel allows 31. */
const SHEET_NAME = 100;

function readWorkbook(xml: string): { sheets: { name: string; relation: string }[]; from1904: boolean } {
  const sheets: { name: string; relation: string }[] = [];
  let from1904 = false;
  const parser = new BoundedParser();
  parser.on('opentag', ({ name, attributes }) => {
    const tag = local(name);
    const values = attributes as Record<string, string>;
    if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(values.date1904 ?? '');
    if (tag !== 'sheet') return;
    const relation = Object.entries(values).find(([key]) => local(key) === 'id' && key !== 'id')?.[1] ?? '';
    sheets.push({ name: visibleText(values.name ?? '').slice(0, SHEET_NAME), relation });
  });
  parser.on('error', () => {
    throw ImportDamaged();
  });
  parser.write(xml).close();
  return { sheets, from1904 };
}

function readRelations(xml: string): Map<string, string> {
  const targets = new Map<string, string>();
  const parser = new BoundedParser();
  parser.on('opentag', ({ name, attributes }) => {
    const values = attributes as Record<string, string>;
    if (local(name) === 'Relationship') targets.set(values.Id ?? '', values.Target ?? '');
  });
  parser.write(xml).close();
  return targets;
}

/** Feeds a stream to a parser; a character cut in two by a chunk's end is put together again. */
async function parse(stream: AsyncIterable<Buffer>, parser: BoundedParser): Promise<void> {
  const decoder = new TextDecoder('utf-8');
  parser.on('error', () => {
    throw ImportDamaged();
  });
  for await (const part of stream) parser.write(decoder.decode(part, { stream: true }));
  parser.write(decoder.decode()).close();
}

async function readSharedStrings(stream: AsyncIterable<Buffer>, budget: Budget): Promise<string[]> {
  const strings: string[] = [];
  const parser = new BoundedParser();
  let current = '';
  let inText = false;
  let inPhonetic = false;
  parser.on('opentag', ({ name }) => {
    const tag = local(name);
    if (tag === 'si') current = '';
    else if (tag === 'rPh') inPhonetic = true;
    else if (tag === 't') inText = !inPhonetic;
  });
  parser.on('text', (text) => {
    if (inText && current.length <= IMPORT_LIMITS.cellCharacters) current += text;
  });
  parser.onClose(({ name }) => {
    const tag = local(name);
    if (tag === 't') inText = false;
    else if (tag === 'rPh') inPhonetic = false;
    else if (tag === 'si') {
      budget.sharedStrings -= 1;
      if (budget.sharedStrings < 0)
        throw tooMuch(`文字超过 ${IMPORT_LIMITS.sharedStrings} 条`, `more than ${IMPORT_LIMITS.sharedStrings} texts`);
      strings.push(typed(current));
    }
  });
  await parse(stream, parser);
  return strings;
}

/** As the person typed it: Excel writes control characters as _x000D_. */
const typed = (text: string): string => visibleText(unescapeXlsx(text)).slice(0, IMPORT_LIMITS.cellCharacters);

const unescapeXlsx = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;

function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

async function readRows(stream: AsyncIterable<Buffer>, strings: string[], budget: Budget): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  const merges: string[] = [];
  const parser = new BoundedParser();
  let row: SheetRow | undefined;
  let rowNumber = 0;
  let column = -1;
  let type = '';
  let value = '';
  let formula = '';
  let reading: 'v' | 'f' | 't' | '' = '';
  let hasFormula = false;
  parser.on('opentag', ({ name, attributes }) => {
    const values = attributes as Record<string, string>;
    const tag = local(name);
    if (tag === 'row') {
      rowNumber = values.r ? Number(values.r) : rowNumber + 1;
      if (!Number.isInteger(rowNumber) || rowNumber < 1 || rowNumber > LAST_ROW) throw ImportDamaged();
      row = { row: rowNumber, cells: new Map() };
      column = -1;
    } else if (tag === 'c') {
      column = values.r ? columnOf(values.r) : column + 1;
      type = values.t ?? '';
      value = '';
      formula = '';
      hasFormula = false;
    } else if (tag === 'v' || tag === 'f' || tag === 't') {
      reading = tag;
      if (tag === 'f') hasFormula = true;
    } else if (tag === 'rPh') reading = '';
    else if (tag === 'mergeCell' && values.ref) {
      budget.merges -= 1;
      if (budget.merges < 0)
        throw tooMuch(`合并单元格超过 ${IMPORT_LIMITS.merges} 处`, `more than ${IMPORT_LIMITS.merges} merged cells`);
      merges.push(values.ref);
    }
  });
  parser.on('text', (text) => {
    if (reading === 'f' && formula.length <= IMPORT_LIMITS.cellCharacters) formula += text;
    else if (reading !== 'f' && reading !== '' && value.length <= IMPORT_LIMITS.cellCharacters) value += text;
  });
  parser.onClose(({ name }) => {
    const tag = local(name);
    if (tag === 'v' || tag === 'f' || tag === 't') reading = '';
    else if (tag === 'c' && row && column >= 0 && column < IMPORT_LIMITS.columns) {
      const cell = toCell(type, value, hasFormula ? formula : null, strings);
      if (cell) {
        spend(budget, cell);
        row.cells.set(column, cell);
      }
    } else if (tag === 'row' && row) {
      if (row.cells.size > 0) {
        budget.rows -= 1;
        if (budget.rows < 0) throw tooMuch(`超过 ${budget.mostRows} 行`, `more than ${budget.mostRows} rows`);
        rows.push(row);
      }
      row = undefined;
    }
  });
  await parse(stream, parser);
  fillMerged(rows, merges, budget);
  return rows;
}

const LAST_ROW = 1_048_576;

/** A text that many cells share goes out with each of them. */
function spend(budget: Budget, cell: Cell): void {
  budget.cells -= 1;
  budget.characters -= cell.text.length;
  if (budget.cells < 0) throw tooMuch(`超过 ${IMPORT_LIMITS.cells} 个单元格`, `more than ${IMPORT_LIMITS.cells} cells`);
  if (budget.characters < 0)
    throw tooMuch(`超过 ${IMPORT_LIMITS.characters} 个字`, `more than ${IMPORT_LIMITS.characters} characters`);
}

function toCell(type: string, value: string, formula: string | null, strings: string[]): Cell | null {
  let text = typed(value);
  if (type === 's') text = strings[Number(value)] ?? '';
  else if (type === 'e') text = '';
  if (formula !== null) {
    // A text that begins with "=" is stored by some programs as a formula without a result: it stays text.
    if (text === '') return formula ? { text: `=${visibleText(formula)}`, isFormula: true } : null;
    return { text, isFormula: true, ...(isNumber(type, text) ? { number: Number(text) } : {}) };
  }
  if (text.trim() === '') return null;
  return isNumber(type, text) ? { text: plainNumber(text), number: Number(text) } : { text };
}

/** Longer than any number that a program writes; the pattern behind it would take long over long digits. */
const NUMBER_CHARACTERS = 40;
const isNumber = (type: string, text: string): boolean =>
  (type === '' || type === 'n') &&
  text.length <= NUMBER_CHARACTERS &&
  /^-?\d*\.?\d+(?:[eE][+-]?\d+)?$/.test(text.trim());

/** 1.3600009733E10 → 13600009733 */
const plainNumber = (text: string): string => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text.trim();
};

/** A cell that was merged downwards counts for every row that it covers; titles across the page stay where they are. */
function fillMerged(rows: SheetRow[], merges: string[], budget: Budget): void {
  if (merges.length === 0) return;
  const byNumber = new Map(rows.map((row) => [row.row, row]));
  for (const reference of merges) {
    const [from = '', to = ''] = reference.split(':');
    const column = columnOf(from);
    if (column !== columnOf(to)) continue;
    const first = Number(/\d+$/.exec(from)?.[0]);
    const last = Math.min(Number(/\d+$/.exec(to)?.[0]), first + 2_000);
    const cell = byNumber.get(first)?.cells.get(column);
    if (!cell || !(last > first)) continue;
    budget.mergedCells -= last - first;
    if (budget.mergedCells < 0)
      throw tooMuch(
        `合并单元格合计超过 ${IMPORT_LIMITS.mergedCells} 格`,
        `merged cells cover more than ${IMPORT_LIMITS.mergedCells} cells`,
      );
    for (let at = first + 1; at <= last; at += 1) {
      const row = byNumber.get(at);
      if (!row || row.cells.has(column)) continue;
      spend(budget, cell);
      row.cells.set(column, cell);
    }
  }
}
