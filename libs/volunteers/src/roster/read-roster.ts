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
  squeeze,
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
} from '#libs/platform/parsing';
import { matchUnitName, type UnitNames } from '#libs/identity/parsing';
import type { StrengthWords } from '../strengths/strength-list.js';

export const RosterNoHeadings = problem('ROSTER_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“姓名”和“手机”两列；可先下载空白模板。',
  en: 'No heading row was found. At least a name and a telephone column are needed; see the blank template.',
});

const RosterEmpty = problem('ROSTER_EMPTY', 422, {
  zh: '名册中没有人员记录。',
  en: 'There is nobody in the file.',
});

/** What a person must look at: unreadable, missing, known under another name, of a closed account, registered elsewhere by
 *  another person, there twice. */
export const ROSTER_DOUBTS = ['name', 'phone', 'unit', 'otherName', 'closed', 'otherPerson', 'twice', 'sheet'] as const;
export type RosterDoubt = (typeof ROSTER_DOUBTS)[number];

const HOPELESS: ReadonlySet<RosterDoubt> = new Set(['closed', 'otherPerson', 'sheet']);

/** `accept`: nothing is left to look at. */
export function verdictOf(doubts: readonly RosterDoubt[]): 'accept' | 'review' | 'reject' | 'duplicate' {
  if (doubts.some((doubt) => HOPELESS.has(doubt))) return 'reject';
  if (doubts.includes('twice')) return 'duplicate';
  return doubts.length > 0 ? 'review' : 'accept';
}

export interface RosterValues {
  name: string | null;
  /** Eleven digits. */
  phone: string | null;
  /** Of the community or grid where the member lives, or reports to. */
  unitCode: string | null;
  partyGroup: string | null;
  partyBranch: string | null;
  workUnit: string | null;
  /** Codes of the list of strengths. */
  strengths: string[];
}
export interface RosterRow {
  sheet: string;
  /** As the person sees it, from 1. */
  row: number;
  doubts: RosterDoubt[];
  values: RosterValues;
  /** Words that no strength has: told, and left out. */
  unknownStrengths: string[];
  /** As it was typed, where it is in doubt. */
  typed: Partial<Record<'name' | 'phone' | 'unit', string>>;
}

export const ROSTER_FIELDS = ['name', 'phone', 'unit', 'partyGroup', 'partyBranch', 'workUnit', 'strengths'] as const;
type Field = (typeof ROSTER_FIELDS)[number];

/** The telling ones first: 党小组 is not a unit, 工作单位 no community, and 居住省份 neither. */
const MEANINGS: readonly [Field | null, RegExp][] = [
  [null, /序号|编号|备注|身份证|性别|民族|出生|年龄|入党|转正|学历|职务|签名|签字|状态|户籍|籍贯|邮箱|微信/],
  [null, /省|直辖市|地级市|城市|区县|县区|市区|街道|乡镇|镇街/],
  ['partyGroup', /党小组|partygroup/i],
  ['partyBranch', /党支部|党组织|支部|partybranch/i],
  ['workUnit', /工作单位|所在单位|^单位$|workunit/i],
  ['strengths', /特长|专长|技能|强项|strength/i],
];
const PLACES: readonly [Field, RegExp, number][] = [
  ['unit', /社区|村|居委|报到|网格|community/i, 0],
  ['unit', /居住/, 1],
];

/** Whoever is helped, or is to be called, is not the member. */
const isMember = (of: string, path: readonly string[]): boolean =>
  of === 'nobody' || (of === 'self' && !/申请|许愿|心愿|受益|受助|求助|服务对象|帮扶|当事/.test(path.join('/')));

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

/** The community or grid that a roster means where it names none: the unit whose roster it is, unless that is above them. */
export const homeOf = ({ level, code }: { level: string; code: string }): string | null =>
  level === 'district' || level === 'town' ? null : code;

export interface RosterContext {
  units: UnitNames;
  words: StrengthWords;
  /** The community or grid that is meant where none is named. */
  home: string | null;
  /** What people said about headings. */
  choices?: HeadingChoices;
}

export interface ReadRoster {
  rows: RosterRow[];
  /** Those about which a person may decide. */
  headings: Heading[];
  /** What was left out. */
  hidden: Hidden;
}

/** Reads everybody in a roster's sheets who can be seen. Pure. Throws ROSTER_NO_HEADINGS with those that a person may explain,
 *  ROSTER_EMPTY. */
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

/** What a row says of which nothing could be read. */
export const NOTHING_READ: Pick<RosterRow, 'values' | 'unknownStrengths' | 'typed'> = {
  values: {
    name: null,
    phone: null,
    unitCode: null,
    partyGroup: null,
    partyBranch: null,
    workUnit: null,
    strengths: [],
  },
  unknownStrengths: [],
  typed: {},
};

/** Stands for a sheet without headings, so that nobody takes the file for read as a whole. */
const notRead = (place: { sheet: string; row: number }): RosterRow => ({
  ...place,
  doubts: ['sheet'],
  ...NOTHING_READ,
});

type CellOf = (field: Field) => Cell | undefined;

/** The rows that name somebody. Where two columns could be meant alike, or one cell is meant for several people, none is read:
 *  a person says which. */
function recordsOf(table: Table<Field>): { row: number; cell: CellOf }[] {
  const phones = columnsFor(table, 'phone');
  const likeliest = new Map(ROSTER_FIELDS.map((field) => [field, likeliestFor(table, field)]));
  const shared = sharedCells(table, [...phones, ...likeliest.get('name')!]);
  return table.rows.flatMap((row) => {
    if (row.isHidden) return [];
    const cell: CellOf = (field) => {
      const filled = field === 'phone' ? phonesIn(row, phones) : filledIn(row, likeliest.get(field)!);
      const isOne = field === 'strengths' || filled.every(({ text }) => text === filled[0]!.text);
      return isOne && !(filled[0] && shared.has(filled[0])) ? filled[0] : doubtful(filled);
    };
    const [name, phone] = [cell('name'), cell('phone')];
    const mark = belowTheList(row);
    // A remark may stand before somebody who is named in full.
    const isMember = readName(name) !== undefined && isMobile(readPhone(phone));
    const isRecord = mark
      ? isMember && !mark.isSignature && mark.cell !== name
      : name !== undefined || phone !== undefined;
    return isRecord ? [{ row: row.row, cell }] : [];
  });
}

const isMobile = (digits: string | undefined): boolean => MOBILE.test(digits ?? '');

const filledIn = ({ cells }: SheetRow, columns: Column<Field>[]): Cell[] =>
  columns.flatMap(({ at }) => {
    const cell = cells.get(at);
    return cell && !isBlank(cell.text) ? [cell] : [];
  });

/** What is typed is told, and not read. */
const doubtful = (cells: Cell[]): Cell => ({
  text: [...new Set(cells.map(({ text }) => text))].join(' / '),
  isError: true,
});

/** The cells of the first rank that says more than the number of a fixed line: one number is the member's, two are a question. */
function phonesIn(row: SheetRow, columns: Column<Field>[]): Cell[] {
  let others: Cell[] = [];
  for (const rank of new Set(columns.map((column) => column.rank))) {
    const filled = filledIn(
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
  const said = (cell('strengths')?.text ?? '').split(BETWEEN).filter((word) => !isBlank(word));
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
      strengths: [...new Set(said.flatMap((word) => words.find(word) ?? []))],
    },
    unknownStrengths: said.filter((word) => !words.find(word)).map((word) => word.slice(0, 20)),
    typed: Object.fromEntries(typed) as RosterRow['typed'],
  };
}

/** Names are compared as they stand, so spaces and widths must not make two of one. */
function groupOf(cell: Cell | undefined): string | null {
  return cell && !cell.isError && !isBlank(cell.text) ? squeeze(cell.text).slice(0, LONGEST_GROUP) : null;
}
