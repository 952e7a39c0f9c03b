import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { visibleText } from '../../texts.js';
import { charge, fillMerged, newCellBudget, type CellBudget } from './merged-cells.js';
import {
  IMPORT_LIMITS,
  ImportDamaged,
  cut,
  tooMuch,
  type Cell,
  type Merge,
  type Sheet,
  type SheetRow,
} from './sheet.js';

/** Reads the cells of an .xlsx file as they were typed. No formula is computed, nothing is written to disk, and reading
 *  stops as soon as a limit is exceeded. Parts are found by their relations, not by their names (ECMA-376 part 2: names are
 *  case-insensitive). Throws IMPORT_TOO_LARGE, IMPORT_DAMAGED. */
export async function readXlsx(file: Buffer, mostRows: number = IMPORT_LIMITS.rows): Promise<Sheet[]> {
  const zip = await openZip(file);
  try {
    const budget = newBudget(mostRows);
    const entries = await listEntries(zip);
    const stream = async (part: string): Promise<AsyncIterable<Buffer> | undefined> => {
      const entry = entries.get(part.toLowerCase());
      return entry && contents(zip, entry, budget);
    };
    const text = async (part: string): Promise<string | undefined> => {
      const entry = entries.get(part.toLowerCase());
      if (!entry) return undefined;
      if (entry.uncompressedSize > IMPORT_LIMITS.partBytes) throw tooMuch('工作表目录过大', 'its list of sheets');
      const parts: Buffer[] = [];
      for await (const chunk of await contents(zip, entry, budget)) parts.push(chunk);
      return Buffer.concat(parts).toString('utf8');
    };
    const relationsOf = async (part: string): Promise<Relation[]> => {
      const at = part.lastIndexOf('/');
      return readRelations((await text(`${part.slice(0, at + 1)}_rels/${part.slice(at + 1)}.rels`)) ?? '', part);
    };
    const main = (await relationsOf('')).find(({ kind }) => kind === 'officeDocument')?.part ?? 'xl/workbook.xml';
    const workbook = await text(main);
    if (!workbook) throw ImportDamaged();
    const relations = await relationsOf(main);
    const folder = main.slice(0, main.lastIndexOf('/') + 1);
    const partOf = (kind: string): string => relations.find((one) => one.kind === kind)?.part ?? `${folder}${kind}.xml`;
    const { sheets: heads, from1904 } = readWorkbook(workbook);
    if (heads.length > IMPORT_LIMITS.sheets) throw tooMuch(`${heads.length} 个工作表`, `${heads.length} sheets`);
    const styles = readStyles((await text(partOf('styles'))) ?? '');
    const shared = await stream(partOf('sharedStrings'));
    const strings = shared ? await readSharedStrings(shared, budget) : [];
    const sheets: Sheet[] = [];
    for (const { name, relation, isHidden } of heads) {
      const target = relations.find(({ id, kind }) => id === relation && (kind === 'worksheet' || kind === ''));
      const rows = target && (await stream(target.part));
      if (rows) sheets.push({ name, from1904, isHidden, ...(await readRows(rows, { strings, styles }, budget)) });
    }
    return sheets;
  } catch (error) {
    throw isOurs(error) ? error : ImportDamaged();
  } finally {
    zip.close();
  }
}

const MOST_PACKED = 250;

/** What remains of the limits while a file is read. */
interface Budget extends CellBudget {
  bytes: number;
  mostRows: number;
  rows: number;
  sharedStrings: number;
  merges: number;
}
const newBudget = (mostRows: number): Budget => ({
  bytes: IMPORT_LIMITS.unpackedBytes,
  mostRows,
  rows: mostRows,
  sharedStrings: IMPORT_LIMITS.sharedStrings,
  merges: IMPORT_LIMITS.merges,
  ...newCellBudget(),
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
      entries.set(entry.fileName.replaceAll('\\', '/').toLowerCase(), entry);
      if (entries.size > 5_000) reject(tooMuch('压缩包内文件过多', 'too many parts'));
      else zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });

/** Streams an entry's bytes as they unpack, and counts them against the limit of the whole file. */
async function contents(zip: yauzl.ZipFile, entry: yauzl.Entry, budget: Budget): Promise<AsyncIterable<Buffer>> {
  if (entry.uncompressedSize > budget.bytes) throw unpacksTooLarge();
  // Deflate packs a thousand to one at best; a sheet of text packs ten or twenty to one.
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

/** Stops at elements that are nested deeper than in any sheet: a parser keeps every open element in memory. */
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

  /** Handles text, in CDATA or not. */
  onText(handler: (text: string) => void): void {
    this.on('text', handler);
    this.on('cdata', handler);
  }

  /** A parser has one handler per event; this one also tracks the depth. */
  onClose(handler: (tag: { name: string }) => void): void {
    this.on('closetag', (tag) => {
      this.depth -= 1;
      handler(tag);
    });
  }
}

/** Excel allows 31. */
const SHEET_NAME = 100;

interface SheetHead {
  name: string;
  relation: string;
  isHidden: boolean;
}

function readWorkbook(xml: string): { sheets: SheetHead[]; from1904: boolean } {
  const sheets: SheetHead[] = [];
  let from1904 = false;
  eachTag(xml, (tag, values) => {
    if (tag === 'workbookPr') from1904 = isYes(values.date1904);
    if (tag !== 'sheet') return;
    const relation = Object.entries(values).find(([key]) => local(key) === 'id' && key !== 'id')?.[1] ?? '';
    const isHidden = values.state === 'hidden' || values.state === 'veryHidden';
    sheets.push({ name: visibleText(values.name ?? '').slice(0, SHEET_NAME), relation, isHidden });
  });
  return { sheets, from1904 };
}

interface Relation {
  id: string;
  /** The last segment of its type. */
  kind: string;
  /** The part that it points to. */
  part: string;
}

/** The relations of a part. Targets are relative to the part's own folder, or to the root. */
function readRelations(xml: string, source: string): Relation[] {
  const relations: Relation[] = [];
  eachTag(xml, (tag, { Id = '', Type = '', Target = '', TargetMode = '' }) => {
    if (tag !== 'Relationship' || TargetMode === 'External') return;
    const { pathname } = new URL(Target.replaceAll('\\', '/'), `part:/${source}`);
    relations.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), part: unescape(pathname.slice(1)) });
  });
  return relations;
}

const unescape = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** Built-in formats that show days; ECMA-376 part 1, 18.8.30, including those of East Asia. */
const DAY_FORMATS: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58,
]);

/** Built-in percentage formats. */
const PERCENT_FORMATS: ReadonlySet<number> = new Set([9, 10]);

/** How a style shows a number: as a day, or with a unit, so that it is not simply yuan or people. */
type Shown = 'day' | '%' | '$' | '万元' | '千元';

/** How numbers are shown, by style number. */
function readStyles(xml: string): ReadonlyMap<string, Shown> {
  const own = new Map<number, Shown>();
  const styles = new Map<string, Shown>();
  let inCells = false;
  let at = 0;
  eachTag(xml, (tag, values) => {
    const format = Number(values.numFmtId);
    if (tag === 'numFmt') {
      const shown = shownBy(values.formatCode ?? '');
      if (shown) own.set(format, shown);
    }
    if (tag === 'cellXfs') inCells = true;
    else if (tag === 'cellStyles' || tag === 'dxfs') inCells = false;
    else if (tag === 'xf' && inCells) {
      const shown = DAY_FORMATS.has(format) ? 'day' : PERCENT_FORMATS.has(format) ? '%' : own.get(format);
      if (shown) styles.set(String(at), shown);
      at += 1;
    }
  });
  return styles;
}

/** A format shows a day if it has a year or a day of the month outside quotes and brackets, and no digit placeholder. */
function shownBy(code: string): Shown | undefined {
  const short = code.slice(0, 200);
  const bare = short.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '');
  if (/[yd]/i.test(bare) && !/[0#?]/.test(bare.replace(/\.0+/g, ''))) return 'day';
  if (bare.includes('%')) return '%';
  // [$-804] is a language, [$¥-804] and [$$-409] are currencies.
  if (FOREIGN_SIGN.test(short.replace(/\[\$/g, '['))) return '$';
  const unit = /[万千]元/.exec(short)?.[0] as Shown | undefined;
  // A comma after the digits, or a point of its own, scales what is shown: the number itself is in yuan.
  return unit && !/,(?![#0?])|!\./.test(bare) ? unit : undefined;
}
const FOREIGN_SIGN = /[$€£]|USD|EUR|GBP|HKD|JPY/;

const isYes = (value: string | undefined): boolean => value === '1' || value === 'true';

function eachTag(xml: string, see: (tag: string, values: Record<string, string>) => void): void {
  if (xml === '') return;
  const parser = new BoundedParser();
  parser.on('opentag', ({ name, attributes }) => see(local(name), attributes as Record<string, string>));
  parser.on('error', () => {
    throw ImportDamaged();
  });
  parser.write(xml).close();
}

/** Feeds a stream to a parser; joins characters that are split between chunks. */
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
  parser.onText((text) => {
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

/** The text as it was typed: Excel writes control characters as _x000D_. One character beyond the limit is kept, to show
 *  that the text was cut. */
const typed = (text: string): string => visibleText(unescapeXlsx(text)).slice(0, IMPORT_LIMITS.cellCharacters + 1);

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

/** What cells refer to. */
interface Book {
  strings: string[];
  styles: ReadonlyMap<string, Shown>;
}

async function readRows(
  stream: AsyncIterable<Buffer>,
  book: Book,
  budget: Budget,
): Promise<{ rows: SheetRow[]; merges: Merge[] }> {
  const rows: SheetRow[] = [];
  const merges: Merge[] = [];
  const parser = new BoundedParser();
  let row: SheetRow | undefined;
  let rowNumber = 0;
  let column = -1;
  let type = '';
  let style = '';
  let inPhonetic = false;
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
      row = { row: rowNumber, cells: new Map(), ...(isYes(values.hidden) ? { isHidden: true as const } : {}) };
      column = -1;
    } else if (tag === 'c') {
      column = values.r ? columnOf(values.r) : column + 1;
      type = values.t ?? '';
      style = values.s ?? '';
      value = '';
      formula = '';
      hasFormula = false;
    } else if (tag === 'v' || tag === 'f' || tag === 't') {
      reading = inPhonetic ? '' : tag;
      if (tag === 'f') hasFormula = true;
    } else if (tag === 'rPh') inPhonetic = true;
    else if (tag === 'mergeCell' && values.ref) {
      budget.merges -= 1;
      if (budget.merges < 0)
        throw tooMuch(`合并单元格超过 ${IMPORT_LIMITS.merges} 处`, `more than ${IMPORT_LIMITS.merges} merged cells`);
      const merge = readMerge(values.ref);
      if (merge) merges.push(merge);
    }
  });
  parser.onText((text) => {
    if (reading === 'f' && formula.length <= IMPORT_LIMITS.cellCharacters) formula += text;
    else if (reading !== 'f' && reading !== '' && value.length <= IMPORT_LIMITS.cellCharacters) value += text;
  });
  parser.onClose(({ name }) => {
    const tag = local(name);
    if (tag === 'v' || tag === 'f' || tag === 't') reading = '';
    else if (tag === 'rPh') inPhonetic = false;
    else if (tag === 'c' && row && column >= 0 && column < IMPORT_LIMITS.columns) {
      const cell = toCell({ type, value, formula: hasFormula ? formula : null, style }, book);
      if (cell) {
        charge(budget, cell);
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
  return { rows, merges };
}

/** B2:C5 */
function readMerge(reference: string): Merge | undefined {
  const corners = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference);
  if (!corners) return undefined;
  const [, left, top, right, bottom] = corners;
  return { left: columnOf(left!), top: Number(top), right: columnOf(right!), bottom: Number(bottom) };
}

const LAST_ROW = 1_048_576;

interface RawCell {
  type: string;
  value: string;
  formula: string | null;
  style: string;
}

function toCell({ type, value, formula, style }: RawCell, { strings, styles }: Book): Cell | null {
  const text = type === 's' ? (strings[Number(value)] ?? '') : typed(value);
  if (type === 'e') return { text, isError: true };
  if (type === 'b') return { text: isYes(value) ? 'TRUE' : 'FALSE' };
  // Some programs store text that begins with "=" as a formula without a result: it stays text.
  if (formula !== null && text === '') return formula ? { text: `=${visibleText(formula)}`, isFormula: true } : null;
  if (text.trim() === '') return null;
  const isFormula = formula === null ? {} : { isFormula: true as const };
  if (!isNumber(type, text)) return { ...cut(text), ...isFormula };
  const shown = styles.get(style);
  if (shown && shown !== 'day') return { text: `${shown === '%' ? hundredfold(text) : text}${shown}`, ...isFormula };
  return {
    text: formula === null ? plainNumber(text) : text,
    number: Number(text),
    ...(shown ? { isDay: true as const } : {}),
    ...isFormula,
  };
}

/** Longer than any number that a program writes; the pattern below would be slow on long digits. */
const NUMBER_CHARACTERS = 40;
const isNumber = (type: string, text: string): boolean =>
  (type === '' || type === 'n') &&
  text.length <= NUMBER_CHARACTERS &&
  /^-?\d*\.?\d+(?:[eE][+-]?\d+)?$/.test(text.trim());

const hundredfold = (text: string): number => Number((Number(text) * 100).toPrecision(12));

/** 1.3600009733E10 → 13600009733 */
const plainNumber = (text: string): string => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? String(value) : text.trim();
};
