import { halfWidth, isBlank, problem, readName, readPhone, type Cell, type Sheet, type SheetRow } from '#libs/platform';
import { settle, type UnitNames } from '#libs/identity';
import { dangerIn } from '../danger.policy.js';
import { normaliseNeed } from '../likeness.js';
import { readHeadings, type Field, type Headings } from './headings.js';
import { readAge, readCost, readDue, readKind, readPeople, readText, type FormDate } from './read-values.js';

export const ImportNoHeadings = problem('IMPORT_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“微心愿内容”和“姓名”或“联系电话”两列；可先下载空白模板。',
  en: 'No heading row was found. At least the wish and a name or telephone column are needed; see the blank template.',
});

export const VERDICTS = ['accept', 'review', 'reject', 'duplicate'] as const;
export type ImportVerdict = (typeof VERDICTS)[number];

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
  verdict: ImportVerdict;
  /** Fields that a person must settle; for a duplicate the earlier row. */
  why: string[];
  values: ImportValues;
  extra: { address: string | null; hardship: string | null };
  /** The number to call, when the words sound like an emergency. */
  danger: string | null;
  /** As they were typed, by field. */
  typed: Partial<Record<Field, string>>;
}

const TOTAL = /^(?:本页|本表|全部)?(?:合|总|小|共|累)\s*计|^总数/;
const FOOTER = /^(?:填表|填报|制表|审核|负责人|经办|联系人|注\d*[:：]|备注[:：]|说明[:：]|盖章|单位[(（:：])/;
/** A single cell in a row is a section's title, unless it is long enough to be a wish. */
const SHORTEST_LONE_WISH = 8;
const DITTO = /^(?:同上|〃|″|''|"|,,)$/;
const DITTO_FIELDS: Field[] = ['unit', 'kind', 'cost', 'people', 'due', 'hardship', 'text'];

/** Reads every wish in a workbook's sheets. Pure: the same sheets and units give the same rows.
 *  Throws IMPORT_NO_HEADINGS when no sheet has a heading row. */
export function* readForm(sheets: Sheet[], units: UnitNames, now: Date, fileName = ''): Generator<ImportRow> {
  const workbookTowns = townsOf(sheets, units, fileName);
  const workbookDate =
    sheets.map((sheet) => formDateOf(sheet)).find((date) => date) ?? yearOfDates(sheets) ?? dateOf(now);
  const seen = new Map<string, { sheet: string; row: number }>();
  let found = false;
  for (const sheet of sheets) {
    const form = new SheetForm(sheet, units, workbookTowns, formDateOf(sheet) ?? workbookDate);
    for (const row of form.rows()) {
      found = true;
      yield withoutDuplicates(row, seen);
    }
    found ||= form.hasHeadings;
  }
  if (!found) throw ImportNoHeadings();
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
  const place = earlier.sheet === row.sheet ? `row ${earlier.row}` : `row ${earlier.row} of ${earlier.sheet}`;
  return { ...row, verdict: 'duplicate', why: [`same as ${place}`] };
}

class SheetForm {
  hasHeadings = false;
  private before = new Map<Field, Cell>();
  private readonly title: string;
  private readonly towns: string[];

  constructor(
    private readonly sheet: Sheet,
    private readonly units: UnitNames,
    workbookTowns: string[],
    private readonly date: FormDate,
  ) {
    this.title = titleOf(sheet);
    const own = units.townsIn(`${sheet.name} ${this.title}`);
    this.towns = own.length > 0 ? own : workbookTowns;
  }

  *rows(): Generator<ImportRow> {
    let headings: Headings | undefined;
    for (const row of this.sheet.rows) {
      const found = readHeadings(row);
      if (found) {
        headings = found;
        this.hasHeadings = true;
        continue;
      }
      if (!headings) continue;
      const cells = this.fieldsOf(row, headings);
      if (isNotAWish(row, cells, headings)) continue;
      yield this.read(row, cells, headings);
    }
  }

  private fieldsOf(row: SheetRow, { columns }: Headings): Map<Field, Cell> {
    const cells = new Map<Field, Cell>();
    for (const [field, column] of columns) {
      const cell = row.cells.get(column);
      if (!cell) continue;
      const isDitto = DITTO_FIELDS.includes(field) && DITTO.test(halfWidth(cell.text).trim());
      const meant = isDitto ? this.before.get(field) : cell;
      if (meant) cells.set(field, meant);
    }
    for (const [field, cell] of cells) this.before.set(field, cell);
    return cells;
  }

  private read(row: SheetRow, cells: Map<Field, Cell>, headings: Headings): ImportRow {
    const text = readText(cells.get('text'));
    const unit = this.unitOf(cells.get('unit'));
    const name = readName(cells.get('name'));
    const phone = readPhone(cells.get('phone'));
    const kind = readKind(cells.get('kind'));
    const cost = readCost(cells.get('cost'));
    const people = readPeople(cells.get('people'));
    const due = readDue(cells.get('due'), this.date, this.sheet.from1904);
    const age = readAge(cells.get('age'));
    const kindCell = cells.get('kind');
    const unreadable: [string, boolean][] = [
      ['formula', Boolean(text?.isFormula)],
      ['unit', unit === undefined],
      ['name', name === undefined],
      ['phone', phone === undefined],
      ['kind', kind === undefined && kindCell !== undefined && !isBlank(kindCell.text)],
      ['cost', cost === undefined],
      ['people', people === undefined],
      ['due', due === undefined],
      ['age', age === undefined],
    ];
    const why = text ? unreadable.filter(([, isUnread]) => isUnread).map(([field]) => field) : ['text'];
    const scaled = cost !== undefined && headings.costInTenThousands ? cost * 10_000 : cost;
    return {
      sheet: this.sheet.name,
      row: row.row,
      verdict: text ? (why.length > 0 ? 'review' : 'accept') : 'reject',
      why,
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
      typed: Object.fromEntries([...cells].map(([field, cell]) => [field, cell.text.slice(0, 1_000)])),
    };
  }

  /** The community that the cell names; where the cell is empty, the one that the sheet is about. */
  private unitOf(cell: Cell | undefined): string | undefined {
    if (cell && !isBlank(cell.text)) return settle(this.units.find(cell.text), this.towns)?.code;
    const reporting = /填报(?:单位|社区|村居)[:：]?\s*([^\s，,；;]+)/.exec(this.title)?.[1];
    const bracketed = /[(（]([^()（）]+)[)）]/.exec(this.title)?.[1];
    for (const name of [this.sheet.name, reporting, bracketed]) {
      const unit = name && settle(this.units.find(name), this.towns);
      if (unit) return unit.code;
    }
    return undefined;
  }
}

const plain = (cell: Cell | undefined, length: number): string | null =>
  cell && !isBlank(cell.text) ? cell.text.replace(/\s+/g, ' ').trim().slice(0, length) : null;

/** Empty and numbered rows, totals, sections and signatures are no wishes. */
function isNotAWish(row: SheetRow, cells: Map<Field, Cell>, { columns }: Headings): boolean {
  const filled = [...row.cells].filter(([, { text }]) => text.trim() !== '').toSorted(([a], [b]) => a - b);
  const hasText = cells.has('text') && !isBlank(cells.get('text')!.text);
  const first = filled.slice(0, 3).map(([, { text }]) => halfWidth(text).trim());
  if (first.some((text) => TOTAL.test(text)) && !(hasText && (cells.has('name') || cells.has('phone')))) return true;
  if (FOOTER.test(first[0] ?? '') && !cells.has('name')) return true;
  const only = filled.length === 1 ? filled[0]! : undefined;
  if (only && (only[0] !== columns.get('text') || only[1].text.trim().length < SHORTEST_LONE_WISH)) return true;
  return !hasText && !cells.has('name') && !cells.has('phone');
}

/** What stands above the first heading row. */
function titleOf(sheet: Sheet): string {
  const parts: string[] = [];
  for (const row of sheet.rows.slice(0, 12)) {
    if (readHeadings(row)) break;
    for (const { text } of row.cells.values()) parts.push(text);
  }
  return parts.join(' ');
}

function formDateOf(sheet: Sheet): FormDate | undefined {
  const found = /(20\d{2})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]|\b)/.exec(halfWidth(titleOf(sheet)));
  const month = Number(found?.[2]);
  if (found && month >= 1 && month <= 12) return { year: Number(found[1]), month };
  const year = /(20\d{2})\s*年/.exec(halfWidth(titleOf(sheet)))?.[1];
  return year ? { year: Number(year), month: 1 } : undefined;
}

/** The commonest year among dates that are written in full. */
function yearOfDates(sheets: Sheet[]): FormDate | undefined {
  const years = new Map<number, number>();
  for (const sheet of sheets) {
    let headings: Headings | undefined;
    for (const row of sheet.rows) {
      headings = readHeadings(row) ?? headings;
      const cell = headings && row.cells.get(headings.columns.get('due') ?? -1);
      const due = cell && readDue(cell, { year: 0, month: 1 }, sheet.from1904);
      if (due) years.set(Number(due.slice(0, 4)), (years.get(Number(due.slice(0, 4))) ?? 0) + 1);
    }
  }
  const best = [...years].toSorted(([, a], [, b]) => b - a)[0];
  return best ? { year: best[0], month: 1 } : undefined;
}

const dateOf = (now: Date): FormDate => ({ year: now.getUTCFullYear(), month: now.getUTCMonth() + 1 });

/** The towns that the workbook speaks of: in its titles and its file name, or else those to which most of its
 *  unmistakable communities belong. */
function townsOf(sheets: Sheet[], units: UnitNames, fileName: string): string[] {
  const named = [
    ...new Set(units.townsIn(`${fileName} ${sheets.map((sheet) => `${sheet.name} ${titleOf(sheet)}`).join(' ')}`)),
  ];
  if (named.length > 0) return named;
  const votes = new Map<string, number>();
  for (const sheet of sheets) {
    let headings: Headings | undefined;
    for (const row of sheet.rows.slice(0, 200)) {
      headings = readHeadings(row) ?? headings;
      const cell = headings && row.cells.get(headings.columns.get('unit') ?? -1);
      for (const name of [cell?.text, sheet.name]) {
        const found = name ? units.find(name) : [];
        const town = found.length === 1 ? found[0]!.path.replace(/[^/]+\/$/, '') : undefined;
        if (town) votes.set(town, (votes.get(town) ?? 0) + 1);
      }
    }
  }
  const best = [...votes].toSorted(([, a], [, b]) => b - a)[0];
  return best ? [best[0]] : [];
}
