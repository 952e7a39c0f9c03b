import {
  belowTheList,
  columnsFor,
  findTables,
  toHalfWidth,
  headingsToChoose,
  hiddenIn,
  isBlank,
  likeliestFor,
  namesForeignCurrency,
  problem,
  readName,
  readPhone,
  sharedCells,
  collapseSpaces,
  unreadSheets,
  withChoices,
  type Cell,
  type Column,
  type Heading,
  type HeadingChoices,
  type Hidden,
  type Sheet,
  type SheetRow,
  type Table,
} from '#libs/platform/parsing';
import { matchUnitName, type UnitNames } from '#libs/identity/parsing';
import { dangerIn } from '../wish/danger.policy.js';
import { normaliseNeed } from '../duplicates/similarity.js';
import { WISH_FORM, mayBePerUnit, type Field, type WISH_FIELDS } from './headings.js';
import {
  acceptCost,
  readAge,
  readCost,
  readDue,
  readKind,
  readPeople,
  readQuantity,
  readText,
  type FormDate,
} from './read-values.js';
import type { WishKind } from '../wish/wish-codes.js';

export const ImportNoHeadings = problem('IMPORT_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“微心愿内容”和“姓名”或“联系电话”两列；可先下载空白模板。',
  en: 'No heading row was found. At least the wish and a name or telephone column are needed; see the blank template.',
});

export interface ImportValues {
  unitCode: string | null;
  name: string | null;
  /** Digits only. */
  phone: string | null;
  text: string;
  kind: WishKind | null;
  costYuan: number | null;
  people: number | null;
  dueOn: string | null;
  age: number | null;
}

/** The result of reading one row. */
export interface ImportRow {
  sheet: string;
  row: number;
  verdict: 'accept' | 'review' | 'reject' | 'duplicate';
  /** Fields that a person must correct; `duplicate` if an earlier row has the same wish. */
  doubts: string[];
  /** The earlier row with the same wish. */
  sameAs?: { sheet: string; row: number };
  values: ImportValues;
  extra: { address: string | null; hardship: string | null };
  /** The number to call if the text sounds like an emergency. */
  danger: string | null;
  /** The original cell texts, by field. */
  typed: Partial<Record<(typeof WISH_FIELDS)[number], string>>;
}

/** Below a list, a label followed by a name has at most this many characters. */
const LONGEST_LABEL = 8;
const DITTO = /^(?:同上|〃|″|''|"|,,)$/;
const DITTO_FIELDS: readonly Field[] = [
  'unit',
  'kind',
  'cost',
  'unitPrice',
  'quantity',
  'people',
  'due',
  'hardship',
  'text',
];

export interface FormContext {
  units: UnitNames;
  /** The Shanghai day that resolves dates without a year and excludes impossible ones if the form states no date. */
  asOf: Date;
  fileName?: string;
  /** What people decided about the meaning of headings. */
  choices?: HeadingChoices;
}

export interface WishForm {
  rows: ImportRow[];
  /** Headings whose meaning a person may decide. */
  headings: Heading[];
  /** Hidden sheets and rows, which were not read. */
  hidden: Hidden;
}

/** Reads every wish in the visible sheets of a workbook. Pure. Throws IMPORT_NO_HEADINGS, with the headings that a person
 *  may explain, if no sheet has a heading row. */
export function readForm(sheets: Sheet[], context: FormContext): WishForm {
  const { choices = {} } = context;
  const vocabulary = withChoices(WISH_FORM, choices);
  const tables = findTables(sheets, vocabulary);
  const headings = headingsToChoose({ sheets, tables }, { vocabulary, choices, asked: [...ASKED, 'text'] });
  if (tables.length === 0) throw ImportNoHeadings({ headings });
  return {
    rows: [...readTables(tables, context), ...unreadSheets(sheets, tables).map(notRead)],
    headings,
    hidden: hiddenIn(sheets, tables, vocabulary),
  };
}

/** The content of a row of which nothing could be read. */
export const NOTHING_READ = {
  values: {
    unitCode: null,
    name: null,
    phone: null,
    text: '',
    kind: null,
    costYuan: null,
    people: null,
    dueOn: null,
    age: null,
  },
  extra: { address: null, hardship: null },
  danger: null,
  typed: {},
} as const satisfies Partial<ImportRow>;

/** Represents a sheet without headings, so that people see that the file was not read completely. */
const notRead = (place: { sheet: string; row: number }): ImportRow => ({
  ...place,
  verdict: 'reject',
  doubts: ['sheet'],
  ...NOTHING_READ,
});

function* readTables(tables: WishTable[], { units, asOf, fileName = '' }: FormContext): Generator<ImportRow> {
  const workbookTowns = townsOf(tables, units, fileName);
  const workbookDate = tables.map(formDateOf).find((date) => date) ?? yearOfDates(tables, asOf) ?? dateOf(asOf);
  const seen = new Map<string, { sheet: string; row: number }>();
  for (const table of tables) {
    const form = new TableForm(table, units, workbookTowns, formDateOf(table) ?? workbookDate);
    for (const row of form.rows()) yield withoutDuplicates(row, seen);
  }
}

function withoutDuplicates(row: ImportRow, seen: Map<string, { sheet: string; row: number }>): ImportRow {
  if (row.verdict === 'reject') return row;
  const { name, phone, text, unitCode } = row.values;
  const person = phone ?? row.typed.phone?.replace(/\D/g, '') ?? '';
  const key = [name ?? '', person, person ? '' : (unitCode ?? row.sheet), normaliseNeed(text)].join('|');
  const earlier = name || person ? seen.get(key) : undefined;
  if (!earlier) {
    seen.set(key, { sheet: row.sheet, row: row.row });
    return row;
  }
  return { ...row, verdict: 'duplicate', doubts: ['duplicate'], sameAs: earlier };
}

type WishTable = Table<Field>;
type WishColumn = Column<Field>;

class TableForm {
  /** The cells of the previous record, for ditto marks. */
  private above = new Map<Field, Cell>();
  private readonly towns: string[];
  /** The candidate columns of each field; the first one is read. */
  private readonly columns: Map<Field, WishColumn[]>;
  /** Cells merged over several records: it is unknown to which record they belong, or how to divide them. */
  private readonly shared: ReadonlySet<Cell>;

  constructor(
    private readonly table: WishTable,
    private readonly units: UnitNames,
    workbookTowns: string[],
    private readonly date: FormDate,
  ) {
    const own = units.townsIn(`${table.sheet.name} ${titleOf(table)}`);
    this.towns = own.length > 0 ? own : workbookTowns;
    const fields = new Set(table.columns.flatMap(({ field }) => field ?? []));
    this.columns = new Map([...fields].map((field) => [field, likeliestFor(table, field)]));
    this.shared = sharedCells(
      table,
      NOT_SHARED.flatMap((field) => this.columns.get(field)?.[0] ?? []),
    );
  }

  *rows(): Generator<ImportRow> {
    for (const row of this.table.rows) {
      const cells = this.fieldsOf(row);
      if (this.isNotAWish(row, cells)) continue;
      this.above = cells;
      if (!row.isHidden) yield this.read(row, cells);
    }
  }

  private fieldsOf(row: SheetRow): Map<Field, Cell> {
    const cells = new Map<Field, Cell>();
    for (const [field, columns] of this.columns) {
      const cell = field === 'text' ? allSaid(row, columns) : row.cells.get(columns[0]!.at);
      if (!cell) continue;
      const isDitto = DITTO_FIELDS.includes(field) && DITTO.test(toHalfWidth(cell.text).trim());
      cells.set(field, (isDitto && this.above.get(field)) || cell);
    }
    return cells;
  }

  /** Empty and numbered rows, totals, section titles and signatures are not wishes. */
  private isNotAWish(row: SheetRow, cells: Map<Field, Cell>): boolean {
    const text = cells.get('text');
    const hasText = text !== undefined && !isBlank(text.text);
    const [hasName, hasPhone] = [cells.has('name'), cells.has('phone')];
    const mark = belowTheList(row);
    const isNamed = (): boolean => Boolean(readName(cells.get('name')) ?? readPhone(cells.get('phone')));
    if (mark && mark.cell === text)
      return !(hasName && hasPhone && collapseSpaces(mark.cell.text).length > LONGEST_LABEL);
    if (mark && (mark.isSignature || !hasText || !isNamed())) return true;
    const filled = [...row.cells].filter(([, cell]) => cell.text.trim() !== '');
    if (filled.length === 1 && this.isTitle(filled[0]!)) return true;
    return !hasText && !hasName && !hasPhone;
  }

  /** A cell that stands alone in the first column, or that announces the rows below it, is a section title. */
  private isTitle([at, { text }]: [number, Cell]): boolean {
    const isOf = (field: Field): boolean => this.columns.get(field)?.[0]?.at === at;
    const isFirst = at === this.table.columns[0]!.at;
    if (!isOf('text')) return isFirst || !(isOf('name') || isOf('phone'));
    const bare = collapseSpaces(text);
    return SECTION.test(bare) || this.units.find(bare).length > 0 || (isFirst && NUMBERED.test(bare));
  }

  /** Whether several columns could be meant. */
  private isAmbiguous(field: Field, row: SheetRow): boolean {
    const columns = this.columns.get(field) ?? [];
    if (columns.length < 2) return false;
    // Also when a person has chosen both.
    if (ASKED.includes(field) || columns[0]!.rank < 0) return true;
    return textsOf(row, columns).length > 1;
  }

  /** The cost of the wish in yuan: the total, or unit price times quantity. */
  private costOf(cells: Map<Field, Cell>): number | undefined {
    const [price, quantity] = [this.yuanOf('unitPrice', cells), readQuantity(cells.get('quantity'))];
    const isPriced = !isEmpty(cells.get('unitPrice'));
    const product = price === 0 ? 0 : price !== undefined && quantity ? acceptCost(price * quantity) : undefined;
    if (isPriced && isEmpty(cells.get('cost'))) return product;
    const total = this.yuanOf('cost', cells);
    if (isPriced && product !== undefined && product !== total) return undefined;
    const isOfOne = mayBePerUnit(this.columns.get('cost')?.[0]?.path.at(-1) ?? '');
    return isOfOne && total !== 0 && !isEmpty(cells.get('quantity')) && quantity !== 1 ? undefined : total;
  }

  private yuanOf(field: 'cost' | 'unitPrice', cells: Map<Field, Cell>): number | undefined {
    const cell = cells.get(field);
    const cost = readCost(cell);
    if (!cost) return cost;
    const heading = this.columns.get(field)![0]!.path.join('/');
    const title = titleOf(this.table);
    if (namesForeignCurrency(heading) || namesForeignCurrency(/单位[:：]?\s*(\S+)/.exec(title)?.[1] ?? ''))
      return undefined;
    const namesUnit = /[元块万千百]/.test(cell!.text);
    return namesUnit ? cost : acceptCost(cost * (unitOf(heading) ?? unitOf(title) ?? 1));
  }

  private read(row: SheetRow, cells: Map<Field, Cell>): ImportRow {
    const textCell = cells.get('text');
    const text = readText(textCell);
    const unit = this.unitOf(cells.get('unit'));
    const name = readName(cells.get('name'));
    const phone = readPhone(cells.get('phone'));
    const kind = readKind(cells.get('kind'));
    const people = readPeople(cells.get('people'));
    const due = readDue(cells.get('due'), this.date, this.table.sheet.from1904);
    const age = readAge(cells.get('age'));
    const kindCell = cells.get('kind');
    const isUnsure = (field: Field): boolean => this.shared.has(cells.get(field)!) || this.isAmbiguous(field, row);
    const sure = <T>(field: Field, value: T | undefined): T | null => (isUnsure(field) ? null : (value ?? null));
    const cost = isUnsure('unitPrice') || isUnsure('quantity') ? undefined : this.costOf(cells);
    const unreadable: [string, boolean][] = [
      ['text', Boolean(row.isShifted)],
      ['formula', Boolean(text?.isFormula)],
      ['length', Boolean(text?.isTooLong)],
      ['unit', unit === undefined],
      ['name', name === undefined],
      ['phone', phone === undefined],
      ['kind', kind === undefined && kindCell !== undefined && !isBlank(kindCell.text)],
      ['cost', cost === undefined],
      ['people', people === undefined],
      ['due', due === undefined || !isPossible(due, this.date)],
      ['age', age === undefined],
    ];
    const doubted = unreadable.filter(([field, isUnread]) => isUnread || isUnsure(field as Field));
    const isThere = text !== undefined || Boolean(textCell?.isError);
    const doubts = text ? doubted.map(([field]) => field) : ['text'];
    return {
      sheet: this.table.sheet.name,
      row: row.row,
      verdict: isThere ? (doubts.length > 0 ? 'review' : 'accept') : 'reject',
      doubts,
      values: {
        unitCode: sure('unit', unit),
        name: sure('name', name),
        phone: sure('phone', phone),
        text: text?.text ?? '',
        kind: sure('kind', kind),
        costYuan: sure('cost', cost),
        people: sure('people', people),
        dueOn: sure('due', due),
        age: sure('age', age),
      },
      extra: {
        address: plain(cells.get('address'), 200),
        hardship: plain(cells.get('hardship'), 60),
      },
      danger: text ? (dangerIn(text.text)?.call ?? null) : null,
      typed: typedOf(cells),
    };
  }

  /** The community that the cell names; if the cell is empty, the community that the sheet is about. */
  private unitOf(cell: Cell | undefined): string | undefined {
    if (cell?.isError) return undefined;
    if (cell && !isBlank(cell.text)) return matchUnitName(this.units.find(cell.text), this.towns)?.code;
    const title = titleOf(this.table);
    const reporting = /填报(?:单位|社区|村居)[:：]?\s*([^\s，,；;]+)/.exec(title)?.[1];
    const bracketed = /[(（]([^()（）]+)[)）]/.exec(title)?.[1];
    for (const name of [this.table.sheet.name, reporting, bracketed]) {
      const unit = name && matchUnitName(this.units.find(name), this.towns);
      if (unit) return unit.code;
    }
    return undefined;
  }
}

/** 预算（千元）; 金额单位：万元 */
function unitOf(text: string): number | undefined {
  const unit = /(?:[(（/]|单位[:：]?)\s*(?:人民币)?([万千百]?元)/.exec(text)?.[1] ?? /(万元|千元)/.exec(text)?.[1];
  return unit ? { 万元: 10_000, 千元: 1_000, 百元: 100, 元: 1 }[unit] : undefined;
}

/** If one cell covers several records, a person must state the value of each. */
const NOT_SHARED: readonly Field[] = ['cost', 'unitPrice', 'quantity', 'people', 'due'];

/** The title of a section: says what the rows below it are about. */
const SECTION =
  /(?:类别?|社区|村|居委会?|村委会?|居民委员会|村民委员会|网格|小组|小区|镇|街道|片区|部分|批次?|名单|情况|汇总|一览表|征集表|登记表|群体|人群|人员|对象|方面|支部|家庭|心愿)(?:[:(].*)?$|^20\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?$/;
/** 一、助老 */
const NUMBERED = /^(?:\(?[一二三四五六七八九十]+[)、.]|第[一二三四五六七八九十\d]+[类批组章节]).{0,8}$/;

/** If two columns could be meant, a person must choose: a wrong choice would mean another person, sum or day. */
const ASKED: readonly Field[] = ['name', 'phone', 'cost', 'due', 'unit'];

const plain = (cell: Cell | undefined, length: number): string | null =>
  cell && !cell.isError && !isBlank(cell.text) ? cell.text.replace(/\s+/g, ' ').trim().slice(0, length) : null;

/** The distinct texts of a row in the given columns. */
const textsOf = ({ cells }: SheetRow, columns: WishColumn[]): string[] => [
  ...new Set(columns.flatMap(({ at }) => cells.get(at)?.text.trim() || [])),
];

/** Joins the text of a wish that is spread over several columns. */
function allSaid(row: SheetRow, columns: WishColumn[]): Cell | undefined {
  const texts = textsOf(row, columns).filter((text) => !isBlank(text));
  const first = row.cells.get(columns[0]!.at);
  return texts.length > 1 ? { ...first, text: texts.join('；') } : (first ?? row.cells.get(columns[1]?.at ?? -1));
}

/** The original cell texts, by the fields that a person can correct. */
function typedOf(cells: Map<Field, Cell>): ImportRow['typed'] {
  const { unitPrice, quantity, ...typed } = Object.fromEntries(
    [...cells].map(([field, { text }]) => [field, text]),
  ) as Partial<Record<Field, string>>;
  const price = [unitPrice, quantity].filter((text) => text !== undefined).join(' × ');
  return unitPrice === undefined || typed.cost !== undefined ? typed : { ...typed, cost: price };
}

const isEmpty = (cell: Cell | undefined): boolean => cell === undefined || (!cell.isError && isBlank(cell.text));

/** The text above the heading row. */
const titleOf = ({ above }: WishTable): string => above.slice(0, 12).join(' ');

function formDateOf(table: WishTable): FormDate | undefined {
  const title = toHalfWidth(titleOf(table));
  const found = /(20\d{2})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]|\b)/.exec(title);
  const month = Number(found?.[2]);
  if (found && month >= 1 && month <= 12) return { year: Number(found[1]), month };
  const year = /(20\d{2})\s*年/.exec(title)?.[1];
  return year ? { year: Number(year), month: 1 } : undefined;
}

/** The most frequent year among complete dates; undefined if it is a future year, as such a form was filled in earlier. */
function yearOfDates(tables: WishTable[], asOf: Date): FormDate | undefined {
  const years = new Map<number, number>();
  for (const table of tables) {
    const at = columnsFor(table, 'due')[0]?.at;
    if (at === undefined) continue;
    for (const { cells } of table.rows) {
      const due = readDue(cells.get(at), { year: 0, month: 1 }, table.sheet.from1904);
      if (due) years.set(Number(due.slice(0, 4)), (years.get(Number(due.slice(0, 4))) ?? 0) + 1);
    }
  }
  const best = [...years].toSorted(([, a], [, b]) => b - a)[0];
  return best && best[0] <= asOf.getUTCFullYear() ? { year: best[0], month: 1 } : undefined;
}

const dateOf = (now: Date): FormDate => ({ year: now.getUTCFullYear(), month: now.getUTCMonth() + 1 });

const MOST_YEARS_AHEAD = 3;
/** A wish is due neither before its form was filled in nor more than three calendar years later. */
function isPossible(due: string | null, { year, month }: FormDate): boolean {
  if (due === null) return true;
  const from = `${year}-${String(month).padStart(2, '0')}-01`;
  return due >= from && due <= `${year + MOST_YEARS_AHEAD}-12-31`;
}

/** The towns that the workbook is about: those in its titles and file name, otherwise the town of most of its unambiguous
 *  communities. */
function townsOf(tables: WishTable[], units: UnitNames, fileName: string): string[] {
  const titles = tables.map((table) => `${table.sheet.name} ${titleOf(table)}`);
  const named = [...new Set(units.townsIn(`${fileName} ${titles.join(' ')}`))];
  if (named.length > 0) return named;
  const votes = new Map<string, number>();
  for (const table of tables) {
    const at = columnsFor(table, 'unit')[0]?.at;
    const cells = table.rows.slice(0, 200).map(({ cells: row }) => (at === undefined ? undefined : row.get(at)?.text));
    for (const name of [table.sheet.name, ...cells]) {
      const found = name ? units.find(name) : [];
      const town = found.length === 1 ? found[0]!.path.replace(/[^/]+\/$/, '') : undefined;
      if (town) votes.set(town, (votes.get(town) ?? 0) + 1);
    }
  }
  const best = [...votes].toSorted(([, a], [, b]) => b - a)[0];
  return best ? [best[0]] : [];
}
