import {
  MOBILE,
  belowTheList,
  columnsFor,
  findTables,
  headingsToChoose,
  hiddenIn,
  isBlank,
  likeliestFor,
  personColumn,
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
  type Vocabulary,
  filledCells,
  unreadableCell,
} from '#libs/platform/parsing';
import { matchUnitName, type UnitNames } from '#libs/identity/parsing';
import type { SkillWords } from '../skills/skill-list.js';

export const RosterNoHeadings = problem('ROSTER_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“姓名”和“手机”两列；可先下载空白模板。',
  en: 'No heading row was found. At least a name and a telephone column are needed; see the blank template.',
});

const RosterEmpty = problem('ROSTER_EMPTY', 422, {
  zh: '名册中没有人员记录。',
  en: 'The file has no people.',
});

/** Why staff must check a row. `name`, `phone`, `unit`: missing or unreadable. `otherName`: registered under another
 *  name. `closed`: the account is closed. `otherPerson`: another person, registered elsewhere, has this number. `twice`:
 *  the number occurs twice. `sheet`: a whole sheet was not read. */
export const ROSTER_DOUBTS = ['name', 'phone', 'unit', 'otherName', 'closed', 'otherPerson', 'twice', 'sheet'] as const;
export type RosterDoubt = (typeof ROSTER_DOUBTS)[number];

const HOPELESS: ReadonlySet<RosterDoubt> = new Set(['closed', 'otherPerson', 'sheet']);

/** `accept`: the row has no doubts. */
export function verdictOf(doubts: readonly RosterDoubt[]): 'accept' | 'review' | 'reject' | 'duplicate' {
  if (doubts.some((doubt) => HOPELESS.has(doubt))) return 'reject';
  if (doubts.includes('twice')) return 'duplicate';
  return doubts.length > 0 ? 'review' : 'accept';
}

export interface RosterValues {
  name: string | null;
  /** Eleven digits. */
  phone: string | null;
  /** Code of the community or grid where the member lives or reports. */
  unitCode: string | null;
  partyGroup: string | null;
  partyBranch: string | null;
  workUnit: string | null;
  /** Codes from the list of skills. */
  skills: string[];
}
export interface RosterRow {
  sheet: string;
  /** Row number as shown in the spreadsheet, counted from 1. */
  row: number;
  doubts: RosterDoubt[];
  values: RosterValues;
  /** Words that match no skill: they are reported and left out. */
  unknownSkills: string[];
  /** The original text of fields that are in doubt. */
  typed: Partial<Record<'name' | 'phone' | 'unit', string>>;
}

export const ROSTER_FIELDS = ['name', 'phone', 'unit', 'partyGroup', 'partyBranch', 'workUnit', 'skills'] as const;
type Field = (typeof ROSTER_FIELDS)[number];

/** The most specific patterns come first: 党小组 is not a unit; 工作单位 and 居住省份 are not communities. */
const MEANINGS: readonly [Field | null, RegExp][] = [
  [null, /序号|编号|备注|身份证|性别|民族|出生|年龄|入党|转正|学历|职务|签名|签字|状态|户籍|籍贯|邮箱|微信/],
  [null, /省|直辖市|地级市|城市|区县|县区|市区|街道|乡镇|镇街/],
  ['partyGroup', /党小组|partygroup/i],
  ['partyBranch', /党支部|党组织|支部|partybranch/i],
  ['workUnit', /工作单位|所在单位|^单位$|workunit/i],
  ['skills', /特长|专长|技能|强项|skill/i],
];
const PLACES: readonly [Field, RegExp, number][] = [
  ['unit', /社区|村|居委|报到|网格|community/i, 0],
  ['unit', /居住/, 1],
];

/** Columns about a beneficiary or a contact person do not describe the member. */
const isMember = (of: string, path: readonly string[]): boolean =>
  of === 'unspecified' || (of === 'self' && !/申请|许愿|心愿|受益|受助|求助|服务对象|帮扶|当事/.test(path.join('/')));

/** The columns of a roster of party members. */
export const ROSTER_FORM: Vocabulary<Field> = {
  meaningOf(path) {
    const own = path.at(-1)!;
    const found = MEANINGS.find(([, pattern]) => pattern.test(own));
    if (found) return { field: found[0], rank: 0 };
    const person = personColumn(path);
    if (person) return { field: isMember(person.of, path) ? person.holds : null, rank: person.rank };
    const place = PLACES.find(([, pattern]) => pattern.test(own));
    return place && { field: place[0], rank: place[2] };
  },
  isTable: (fields) => fields.has('name') && fields.has('phone'),
};

const BETWEEN = /[、，,;；/\s]+/;
const LONGEST_GROUP = 60;

/** The default community or grid for rows that name none: the roster's own unit, or null if that is a town or the
 *  district. */
export const homeOf = ({ level, code }: { level: string; code: string }): string | null =>
  level === 'district' || level === 'town' ? null : code;

export interface RosterContext {
  units: UnitNames;
  words: SkillWords;
  /** Code of the default community or grid for rows that name none. */
  home: string | null;
  /** Meanings of headings that staff chose. */
  choices?: HeadingChoices;
}

export interface ReadRoster {
  rows: RosterRow[];
  /** Headings whose meaning staff may choose. */
  headings: Heading[];
  /** What was hidden and therefore not read. */
  hidden: Hidden;
}

/** Reads all visible people in a roster's sheets. Pure. Throws ROSTER_NO_HEADINGS with the headings that staff may
 *  explain, ROSTER_EMPTY. */
export function readRoster(sheets: Sheet[], context: RosterContext): ReadRoster {
  const { choices = {} } = context;
  const vocabulary = withChoices(ROSTER_FORM, choices);
  const tables = findTables(sheets, vocabulary);
  const headings = headingsToChoose({ sheets, tables }, { vocabulary, choices, asked: ['name', 'unit'] });
  if (tables.length === 0) throw RosterNoHeadings({ headings });
  const phones = new Set<string>();
  const rows = tables.flatMap((table) =>
    recordsOf(table).map(({ row, cell }) => {
      const read = readRow(table.sheet.name, row, cell, context);
      const { phone } = read.values;
      if (phone && phones.has(phone)) read.doubts.push('twice');
      if (phone) phones.add(phone);
      return read;
    }),
  );
  if (rows.length === 0) throw RosterEmpty();
  return {
    rows: [...rows, ...unreadSheets(sheets, tables).map(notRead)],
    headings,
    hidden: hiddenIn(sheets, tables, vocabulary),
  };
}

/** The content of a row that could not be read. */
export const NOTHING_READ: Pick<RosterRow, 'values' | 'unknownSkills' | 'typed'> = {
  values: {
    name: null,
    phone: null,
    unitCode: null,
    partyGroup: null,
    partyBranch: null,
    workUnit: null,
    skills: [],
  },
  unknownSkills: [],
  typed: {},
};

/** Placeholder for a sheet without headings. It shows that the file was not read completely. */
const notRead = (place: { sheet: string; row: number }): RosterRow => ({
  ...place,
  doubts: ['sheet'],
  ...NOTHING_READ,
});

type CellOf = (field: Field) => Cell | undefined;

/** The rows that name a person. A field is marked unreadable, for staff to decide, if equally likely columns differ or if
 *  one cell is shared by several people. */
function recordsOf(table: Table<Field>): { row: number; cell: CellOf }[] {
  const phones = columnsFor(table, 'phone');
  const likeliest = new Map(ROSTER_FIELDS.map((field) => [field, likeliestFor(table, field)]));
  const shared = sharedCells(table, [...phones, ...likeliest.get('name')!]);
  return table.rows.flatMap((row) => {
    if (row.isHidden) return [];
    const cell: CellOf = (field) => {
      const filled = field === 'phone' ? phonesIn(row, phones) : filledCells(row, likeliest.get(field)!);
      const isOne = field === 'skills' || filled.every(({ text }) => text === filled[0]!.text);
      return isOne && !(filled[0] && shared.has(filled[0])) ? filled[0] : unreadableCell(filled);
    };
    const [name, phone] = [cell('name'), cell('phone')];
    const mark = belowTheList(row);
    // A row with a remark still counts if it has a full name and a mobile number.
    const isMember = readName(name) !== undefined && isMobile(readPhone(phone));
    const isRecord = mark
      ? isMember && !mark.isSignature && mark.cell !== name
      : name !== undefined || phone !== undefined;
    return isRecord ? [{ row: row.row, cell }] : [];
  });
}

const isMobile = (digits: string | undefined): boolean => MOBILE.test(digits ?? '');

/** The phone cells of the best-ranked columns that hold more than a fixed-line number. One number is the member's; two
 *  different numbers become a doubt. */
function phonesIn(row: SheetRow, columns: Column<Field>[]): Cell[] {
  let others: Cell[] = [];
  for (const rank of new Set(columns.map((column) => column.rank))) {
    const filled = filledCells(
      row,
      columns.filter((column) => column.rank === rank),
    );
    const numbers = new Map(filled.map((cell) => [readPhone(cell), cell]));
    const mobiles = [...numbers].filter(([phone]) => phone === undefined || isMobile(phone));
    if (mobiles.length > 0) return mobiles.map(([, cell]) => cell);
    others = others.length > 0 ? others : filled.slice(0, 1);
  }
  return others;
}

function readRow(sheet: string, row: number, cell: CellOf, { units, words, home }: RosterContext): RosterRow {
  const name = readName(cell('name')) ?? null;
  const digits = readPhone(cell('phone'));
  const phone = digits && isMobile(digits) ? digits : null;
  const place = cell('unit');
  const unitCode = place ? (place.isError ? null : (matchUnitName(units.find(place.text), [])?.code ?? null)) : home;
  const said = (cell('skills')?.text ?? '').split(BETWEEN).filter((word) => !isBlank(word));
  const values = { name, phone, unitCode };
  const found: [RosterDoubt, unknown][] = [
    ['name', name],
    ['phone', phone],
    ['unit', unitCode],
  ];
  const typed = (['name', 'phone', 'unit'] as const).flatMap((field) => {
    const text = cell(field)?.text.trim().slice(0, 100);
    return text && found.some(([doubt, value]) => doubt === field && value === null) ? [[field, text]] : [];
  });
  return {
    sheet,
    row,
    doubts: found.flatMap(([doubt, value]) => (value === null ? [doubt] : [])),
    values: {
      ...values,
      partyGroup: groupOf(cell('partyGroup')),
      partyBranch: groupOf(cell('partyBranch')),
      workUnit: groupOf(cell('workUnit')),
      skills: [...new Set(said.flatMap((word) => words.find(word) ?? []))],
    },
    unknownSkills: said.filter((word) => !words.find(word)).map((word) => word.slice(0, 20)),
    typed: Object.fromEntries(typed) as RosterRow['typed'],
  };
}

/** Removes spaces and normalizes character widths, because group names are compared literally. */
function groupOf(cell: Cell | undefined): string | null {
  return cell && !cell.isError && !isBlank(cell.text) ? collapseSpaces(cell.text).slice(0, LONGEST_GROUP) : null;
}
