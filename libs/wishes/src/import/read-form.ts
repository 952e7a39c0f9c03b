import {
  columnsFor,
  findTables,
  halfWidth,
  headingsToChoose,
  isBlank,
  problem,
  readName,
  readPhone,
  unreadSheets,
  withChoices,
  type Cell,
  type Column,
  type Heading,
  type HeadingChoices,
  type Sheet,
  type SheetRow,
  type Table,
} from '#libs/platform/parsing';
import { matchUnitName, type UnitNames } from '#libs/identity/parsing';
import { dangerIn } from '../danger.policy.js';
import { normaliseNeed } from '../likeness.js';
import { WISH_FORM, type Field } from './headings.js';
import {
  acceptCost,
  readAge,
  readCost,
  readDue,
  readKind,
  readPeople,
  readText,
  type FormDate,
} from './read-values.js';

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
  kind: 'goods' | 'service' | null;
  costYuan: number | null;
  people: number | null;
  dueOn: string | null;
  age: number | null;
}

/** What a careful clerk makes of one row. */
export interface ImportRow {
  sheet: string;
  row: number;
  verdict: 'accept' | 'review' | 'reject' | 'duplicate';
  /** Fields that a person must correct; `duplicate` where an earlier row says the same. */
  doubts: string[];
  /** The earlier row that says the same. */
  sameAs?: { sheet: string; row: number };
  values: ImportValues;
  extra: { address: string | null; hardship: string | null };
  /** The number to call, when the words sound like an emergency. */
  danger: string | null;
  /** As they were typed, by field. */
  typed: Partial<Record<Field, string>>;
}

const TOTAL = /^(?:本页|本表|全部)?(?:合|总|小|共|累)\s*计|^总数/;
const FOOTER = /^(?:填表|填报|制表|审核|负责人|经办|联系人|注\d*[:：]|备注[:：]|说明[:：]|盖章|单位[(（:：])/;
/** Names whoever filled in the form, in the columns of those who wish. */
const SIGNATURE = /^(?:填表|填报|制表|审核|负责|经办|联系)(?:人|单位|日期|时间|电话)?\s*:.{0,20}$/;
/** A single cell in a row is a section's title, unless it is long enough to be a wish. */
const SHORTEST_LONE_WISH = 8;
const DITTO = /^(?:同上|〃|″|''|"|,,)$/;
const DITTO_FIELDS: Field[] = ['unit', 'kind', 'cost', 'people', 'due', 'hardship', 'text'];

export interface FormContext {
  units: UnitNames;
  /** The Shanghai day on which dates without a year, and days that cannot be meant, are judged where the form tells no time of
   *  its own. */
  asOf: Date;
  fileName?: string;
  /** What people said about headings. */
  choices?: HeadingChoices;
}

/** Reads every wish in a workbook's sheets; hidden sheets and rows are left out. Pure. `headings`: those about which a person
 *  may decide. Throws IMPORT_NO_HEADINGS with them when no sheet has a heading row. */
export function readForm(sheets: Sheet[], context: FormContext): { rows: ImportRow[]; headings: Heading[] } {
  const { choices = {} } = context;
  const vocabulary = withChoices(WISH_FORM, choices);
  const tables = findTables(sheets, vocabulary);
  const headings = headingsToChoose({ sheets, tables }, { vocabulary, choices, asked: ASKED });
  if (tables.length === 0) throw ImportNoHeadings({ headings });
  return { rows: [...readTables(tables, context), ...unreadSheets(sheets, tables).map(notRead)], headings };
}

/** What a row says of which nothing could be read. */
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

/** Stands for a sheet without headings, so that nobody takes the file for read as a whole. */
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
  private before = new Map<Field, Cell>();
  private readonly towns: string[];
  private readonly columns: Map<Field, WishColumn>;
  /** Fields for which two columns could be meant alike. */
  private readonly ambiguous: Field[];
  /** Of a sum that names no unit itself. */
  private readonly yuanPerUnit: number;

  constructor(
    private readonly table: WishTable,
    private readonly units: UnitNames,
    workbookTowns: string[],
    private readonly date: FormDate,
  ) {
    const own = units.townsIn(`${table.sheet.name} ${titleOf(table)}`);
    this.towns = own.length > 0 ? own : workbookTowns;
    const fields = [...new Set(table.columns.flatMap(({ field }) => field ?? []))];
    this.columns = new Map(fields.map((field) => [field, columnsFor(table, field)[0]!]));
    this.ambiguous = fields.filter((field) => {
      const [first, second] = columnsFor(table, field);
      // Also when a person has chosen both.
      return second?.rank === first!.rank && (ASKED.includes(field) || first!.rank < 0);
    });
    this.yuanPerUnit = unitOf(this.columns.get('cost')?.path.join('/') ?? '') ?? unitOf(titleOf(table)) ?? 1;
  }

  *rows(): Generator<ImportRow> {
    for (const row of this.table.rows) {
      if (row.isHidden) continue;
      const cells = this.fieldsOf(row);
      if (isNotAWish(row, cells, this.columns)) continue;
      yield this.read(row, cells);
    }
  }

  private fieldsOf(row: SheetRow): Map<Field, Cell> {
    const cells = new Map<Field, Cell>();
    for (const [field, { at }] of this.columns) {
      const cell = row.cells.get(at);
      if (!cell) continue;
      const isDitto = DITTO_FIELDS.includes(field) && DITTO.test(halfWidth(cell.text).trim());
      const meant = isDitto ? this.before.get(field) : cell;
      if (meant) cells.set(field, meant);
    }
    for (const [field, cell] of cells) this.before.set(field, cell);
    return cells;
  }

  private read(row: SheetRow, cells: Map<Field, Cell>): ImportRow {
    const textCell = cells.get('text');
    const text = readText(textCell);
    const unit = this.unitOf(cells.get('unit'));
    const name = readName(cells.get('name'));
    const phone = readPhone(cells.get('phone'));
    const kind = readKind(cells.get('kind'));
    const cost = readCost(cells.get('cost'));
    const people = readPeople(cells.get('people'));
    const due = readDue(cells.get('due'), this.date, this.table.sheet.from1904);
    const age = readAge(cells.get('age'));
    const kindCell = cells.get('kind');
    const namesUnit = /[元块万千百]/.test(cells.get('cost')?.text ?? '');
    const scaled = cost === undefined || namesUnit ? cost : acceptCost(cost * this.yuanPerUnit);
    const unreadable: [string, boolean][] = [
      ['text', false],
      ['formula', Boolean(text?.isFormula)],
      ['length', Boolean(text?.isTooLong)],
      ['unit', unit === undefined],
      ['name', name === undefined],
      ['phone', phone === undefined],
      ['kind', kind === undefined && kindCell !== undefined && !isBlank(kindCell.text)],
      ['cost', scaled === undefined],
      ['people', people === undefined],
      ['due', due === undefined || !isPossible(due, this.date)],
      ['age', age === undefined],
    ];
    const doubted = unreadable.filter(([field, isUnread]) => isUnread || this.ambiguous.includes(field as Field));
    const isThere = text !== undefined || Boolean(textCell?.isError);
    const doubts = text ? doubted.map(([field]) => field) : ['text'];
    return {
      sheet: this.table.sheet.name,
      row: row.row,
      verdict: isThere ? (doubts.length > 0 ? 'review' : 'accept') : 'reject',
      doubts,
      values: {
        unitCode: unit ?? null,
        name: name ?? null,
        phone: phone ?? null,
        text: text?.text ?? '',
        kind: kind ?? null,
        costYuan: scaled ?? null,
        people: people ?? null,
        dueOn: due ?? null,
        age: age ?? null,
      },
      extra: {
        address: plain(cells.get('address'), 200),
        hardship: plain(cells.get('hardship'), 60),
      },
      danger: text ? (dangerIn(text.text)?.call ?? null) : null,
      typed: Object.fromEntries([...cells].map(([field, cell]) => [field, cell.text])),
    };
  }

  /** The community that the cell names; where the cell is empty, the one that the sheet is about. */
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

/** Where two columns could be meant, a person says which: for these it would be another person, sum or day. */
const ASKED: readonly Field[] = ['name', 'phone', 'cost', 'due', 'unit'];

const plain = (cell: Cell | undefined, length: number): string | null =>
  cell && !cell.isError && !isBlank(cell.text) ? cell.text.replace(/\s+/g, ' ').trim().slice(0, length) : null;

/** Empty and numbered rows, totals, sections and signatures are no wishes. */
function isNotAWish(row: SheetRow, cells: Map<Field, Cell>, columns: Map<Field, WishColumn>): boolean {
  const filled = [...row.cells].filter(([, { text }]) => text.trim() !== '').toSorted(([a], [b]) => a - b);
  const hasText = cells.has('text') && !isBlank(cells.get('text')!.text);
  const first = filled.slice(0, 3).map(([, { text }]) => halfWidth(text).trim());
  if (first.some((text) => TOTAL.test(text)) && !(hasText && (cells.has('name') || cells.has('phone')))) return true;
  if (FOOTER.test(first[0] ?? '') && !cells.has('name')) return true;
  if (SIGNATURE.test(first[0] ?? '')) return true;
  const only = filled.length === 1 ? filled[0]! : undefined;
  if (only && (only[0] !== columns.get('text')?.at || only[1].text.trim().length < SHORTEST_LONE_WISH)) return true;
  return !hasText && !cells.has('name') && !cells.has('phone');
}

/** What stands above the heading row. */
const titleOf = ({ above }: WishTable): string => above.slice(0, 12).join(' ');

function formDateOf(table: WishTable): FormDate | undefined {
  const title = halfWidth(titleOf(table));
  const found = /(20\d{2})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]|\b)/.exec(title);
  const month = Number(found?.[2]);
  if (found && month >= 1 && month <= 12) return { year: Number(found[1]), month };
  const year = /(20\d{2})\s*年/.exec(title)?.[1];
  return year ? { year: Number(year), month: 1 } : undefined;
}

/** The commonest year among dates that are written in full; a form for the next year was filled in before that. */
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
/** A wish is wanted neither before its form was filled in nor years later. */
function isPossible(due: string | null, { year, month }: FormDate): boolean {
  if (due === null) return true;
  const from = `${year}-${String(month).padStart(2, '0')}-01`;
  return due >= from && due <= `${year + MOST_YEARS_AHEAD}-12-31`;
}

/** The towns that the workbook speaks of: in its titles and its file name, or else those to which most of its
 *  unmistakable communities belong. */
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
