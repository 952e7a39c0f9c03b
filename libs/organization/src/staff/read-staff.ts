import {
  MOBILE,
  findTables,
  headingsToChoose,
  hiddenIn,
  personColumn,
  problem,
  readName,
  readPhone,
  unreadSheets,
  withChoices,
  type Heading,
  type HeadingChoices,
  type Hidden,
  type Sheet,
  type Vocabulary,
} from '#libs/platform/parsing';
import { ROLE_LEVELS, conflict, isSameName, type NamedUnit } from '#libs/identity/parsing';
import { recordsOf, typedOf, type CellOf } from '../records.js';
import type { OfficeNames } from './office-names.js';
import { rolesNamed, type StaffRole } from './role-words.js';

export const StaffNoHeadings = problem('STAFF_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“姓名”和“手机”两列；可先下载空白模板。',
  en: 'No heading row was found. At least a name and a telephone column are needed; see the blank template.',
});
export const StaffEmpty = problem('STAFF_EMPTY', 422, {
  zh: '表格中没有人员记录。',
  en: 'The file has no people.',
});

/** Why a row needs a person's attention. Unreadable or missing: `name`, `phone`, `unit`, `role`. Against the rules: `level`,
 *  `conflict`, `ownAccount`, `servesElsewhere`, `notYours`, `reserved`, `fromAbove`. About people: `twoNames` (one number
 *  with several names in the file), `otherName` (another name on the platform), `closed`, `otherPerson`. Nothing new:
 *  `twice`, `held`. `sheet`: a whole sheet was not read. */
export const STAFF_DOUBTS = [
  'name',
  'phone',
  'unit',
  'role',
  'level',
  'conflict',
  'ownAccount',
  'servesElsewhere',
  'notYours',
  'reserved',
  'fromAbove',
  'twoNames',
  'otherName',
  'closed',
  'otherPerson',
  'twice',
  'held',
  'sheet',
] as const;
export type StaffDoubt = (typeof STAFF_DOUBTS)[number];

const HOPELESS: ReadonlySet<StaffDoubt> = new Set(['closed', 'otherPerson', 'sheet']);
const NOTHING_NEW: ReadonlySet<StaffDoubt> = new Set(['twice', 'held']);

/** `accept`: the row has no doubts. */
export function staffVerdict(doubts: readonly StaffDoubt[]): 'accept' | 'review' | 'reject' | 'duplicate' {
  if (doubts.some((doubt) => HOPELESS.has(doubt))) return 'reject';
  if (doubts.length === 0) return 'accept';
  return doubts.every((doubt) => NOTHING_NEW.has(doubt)) ? 'duplicate' : 'review';
}

export interface StaffValues {
  name: string | null;
  /** Eleven digits. */
  phone: string | null;
  unitCode: string | null;
  roles: StaffRole[];
}
export interface StaffRow {
  sheet: string;
  /** The row number as a person sees it, from 1. */
  row: number;
  doubts: StaffDoubt[];
  values: StaffValues;
  /** The original text of the fields in doubt. */
  typed: Partial<Record<StaffField, string>>;
}

export const STAFF_FIELDS = ['name', 'phone', 'unit', 'role'] as const;
export type StaffField = (typeof STAFF_FIELDS)[number];
/** `town` distinguishes communities of the same name. */
const READ_FIELDS = [...STAFF_FIELDS, 'town'] as const;
type Field = (typeof READ_FIELDS)[number];

const NOT_NEEDED =
  /序号|^编号|备注|身份证|性别|民族|出生|年龄|入党|学历|政治面貌|签名|签字|状态|户籍|籍贯|邮箱|微信|住址|地址|日期|时间|是否/;
const ROLE = /角色|岗位|职务|职位|^(?:role|post|position|duty)s?$/i;
const PLACES: readonly [Field, RegExp, number][] = [
  ['unit', /(?:单位|机构|组织|社区|村居?|网格).*(?:代码|编码)|unit.?code/i, 0],
  ['unit', /社区|村|居委|网格|community|grid/i, 1],
  ['town', /镇街|街道|乡镇|^所[在属]镇$|^镇$|town/i, 0],
  ['unit', /单位|机构|部门|^所属组织$|unit|office/i, 2],
];

/** The columns of a staff list. */
export const STAFF_FORM: Vocabulary<Field> = {
  meaningOf(path) {
    const own = path.at(-1)!;
    if (NOT_NEEDED.test(own)) return { field: null, rank: 0 };
    if (ROLE.test(own)) return { field: 'role', rank: 0 };
    const person = personColumn(path);
    if (person) return { field: OF_STAFF.has(person.of) ? person.holds : null, rank: person.rank };
    if (/网格[员长]|书记|主任/.test(own)) return undefined;
    const place = PLACES.find(([, pattern]) => pattern.test(own));
    return place && { field: place[0], rank: place[2] };
  },
  isTable: (fields) => fields.has('name') && fields.has('phone'),
};
/** A column about a contact or a relative is about another person. */
const OF_STAFF: ReadonlySet<string> = new Set(['self', 'unspecified', 'staff']);

export interface StaffContext {
  offices: OfficeNames;
  /** The unit of rows that name none. */
  home: string | null;
  /** What people decided about headings. */
  choices?: HeadingChoices;
}

/** Reads all people in the sheets; hidden sheets and rows are left out. Pure. `headings`: those whose meaning a person may
 *  decide. Throws STAFF_NO_HEADINGS with these headings, STAFF_EMPTY. */
export function readStaff(
  sheets: Sheet[],
  context: StaffContext,
): { rows: StaffRow[]; headings: Heading[]; hidden: Hidden } {
  const { choices = {} } = context;
  const vocabulary = withChoices(STAFF_FORM, choices);
  const tables = findTables(sheets, vocabulary);
  const headings = headingsToChoose({ sheets, tables }, { vocabulary, choices, asked: ['name', 'role'] });
  if (tables.length === 0) throw StaffNoHeadings({ headings });
  const rows = tables
    .flatMap((table) => recordsOf(table, { fields: READ_FIELDS, telling: ['name', 'phone'] }))
    .map(({ sheet, row, cell }) => ({ sheet, row, ...readRow(cell, context) }));
  if (rows.length === 0) throw StaffEmpty();
  compare(rows, context.offices);
  return {
    rows: [...rows, ...unreadSheets(sheets, tables).map(notRead)],
    headings,
    hidden: hiddenIn(sheets, tables, vocabulary),
  };
}

/** The contents of a row of which nothing could be read. */
export const EMPTY_ROW: Pick<StaffRow, 'values' | 'typed'> = {
  values: { name: null, phone: null, unitCode: null, roles: [] },
  typed: {},
};

/** Stands for a sheet without headings: it shows that the file was not read completely. */
const notRead = (place: { sheet: string; row: number }): StaffRow => ({ ...place, doubts: ['sheet'], ...EMPTY_ROW });

function readRow(cell: CellOf<Field>, { offices, home }: StaffContext): Pick<StaffRow, 'values' | 'doubts' | 'typed'> {
  const digits = readPhone(cell('phone'));
  const place = cell('unit') ?? cell('town');
  const unit = place ? (place.isError ? undefined : offices.find(place.text, cell('town')?.text)) : offices.at(home);
  const role = cell('role');
  const { roles, isWhole } = rolesNamed(role && !role.isError ? role.text : '', unit?.level);
  const values: StaffValues = {
    name: readName(cell('name')) ?? null,
    phone: digits && MOBILE.test(digits) ? digits : null,
    unitCode: unit?.code ?? null,
    roles,
  };
  const doubts = doubtsOf(values, unit);
  if (!isWhole && !doubts.includes('role')) doubts.push('role');
  const typed = typedOf(
    cell,
    STAFF_FIELDS.filter((field) => doubts.includes(field)),
  );
  return { values, doubts, typed };
}

/** The doubts that follow from the row alone. Pure. */
export function doubtsOf(
  { name, phone, unitCode, roles }: StaffValues,
  unit: Pick<NamedUnit, 'level' | 'path'> | undefined,
): StaffDoubt[] {
  const doubts: StaffDoubt[] = [];
  if (name === null) doubts.push('name');
  if (phone === null) doubts.push('phone');
  if (unitCode === null || !unit) doubts.push('unit');
  if (roles.length === 0) doubts.push('role');
  if (!unit) return doubts;
  if (roles.some((role) => !ROLE_LEVELS[role].some((level) => level === unit.level))) doubts.push('level');
  if (isConflict(roles.map((role) => ({ role, path: unit.path })))) doubts.push('conflict');
  return doubts;
}

const isConflict = (roles: { role: StaffRole; path: string }[]): boolean =>
  roles.some((one, at) => roles.slice(at + 1).some((other) => conflict(one, other)));

/** Compares the rows of each number: repeated rows, several names, roles that one person may not combine. */
function compare(rows: StaffRow[], offices: OfficeNames): void {
  const byPhone = new Map<string, StaffRow[]>();
  for (const row of rows) {
    const { phone } = row.values;
    if (phone === null) continue;
    const others = byPhone.get(phone);
    if (others) others.push(row);
    else byPhone.set(phone, [row]);
  }
  for (const same of byPhone.values()) {
    if (same.length === 1) continue;
    const [name, ...others] = same.flatMap(({ values }) => values.name ?? []);
    const isOneName = name === undefined || others.every((other) => isSameName(name, other));
    const places = same.map(({ values }) => placed(values, offices));
    for (const [at, row] of same.entries()) {
      if (!isOneName) row.doubts.push('twoNames');
      else if (isAgain(row, same.slice(0, at))) row.doubts.push('twice');
      else if (!row.doubts.includes('conflict') && isConflict(places.flat())) row.doubts.push('conflict');
    }
  }
}

const placed = ({ roles, unitCode }: StaffValues, offices: OfficeNames): { role: StaffRole; path: string }[] => {
  const unit = offices.at(unitCode);
  return unit ? roles.map((role) => ({ role, path: unit.path })) : [];
};

const isAgain = ({ values }: StaffRow, before: StaffRow[]): boolean =>
  values.roles.length > 0 &&
  values.roles.every((role) =>
    before.some((other) => other.values.unitCode === values.unitCode && other.values.roles.includes(role)),
  );
