import {
  findTables,
  toHalfWidth,
  headingsToChoose,
  hiddenIn,
  problem,
  unreadSheets,
  withChoices,
  type Cell,
  type Heading,
  type HeadingChoices,
  type Hidden,
  type Sheet,
  type Vocabulary,
} from '#libs/platform/parsing';
import { UNIT_LEVELS } from '#libs/identity/parsing';
import { recordsOf, typedOf, type CellOf } from '../records.js';
import { judgeUnits, type KnownUnit, type JudgedUnit, type UnitDoubt, type UnitValues } from './judge-units.js';
import { kindNamed, levelNamed } from './unit-words.js';

export const UnitsNoHeadings = problem('UNITS_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“单位代码”和“名称”两列；可先下载空白模板。',
  en: 'No heading row was found. At least a code and a name column are needed; see the blank template.',
});
export const UnitsEmpty = problem('UNITS_EMPTY', 422, {
  zh: '表格中没有单位记录。',
  en: 'There are no units in the file.',
});

export const UNIT_FIELDS = ['code', 'name', 'level', 'kind', 'parent'] as const;
type Field = (typeof UNIT_FIELDS)[number];

export interface UnitRow extends JudgedUnit {
  sheet: string;
  /** The row number as a person sees it, from 1. */
  row: number;
  values: UnitValues;
  /** The original text of the fields in doubt. */
  typed: Partial<Record<Field, string>>;
}

/** The more specific patterns come first: 上级单位名称 is not the unit's own name. */
const MEANINGS: readonly [Field | null, RegExp, number][] = [
  [null, /^序号|备注|联系人|负责人|电话|手机|地址|面积|人口|户数|日期|时间|简称|全称拼音/, 0],
  ['parent', /(?:上级|上一级|所属|隶属|主管|父级).*(?:代码|编码|编号)|parent.?code/i, 0],
  ['parent', /上级|上一级|隶属|父级|所属(?:单位|镇街|街道|镇|区|社区|村)|^parent/i, 1],
  ['code', /(?:单位|机构|组织|区划|网格|统计|行政).*(?:代码|编码|编号)|^(?:代码|编码|编号)$|^(?:unit.?)?code$/i, 0],
  ['level', /层级|级别|等级|^(?:unit.?)?level$/i, 0],
  ['kind', /类别|类型|种类|性质|^(?:unit.?)?(?:kind|type)$/i, 0],
  ['name', /^(?:单位|机构|组织|网格)?(?:名称|名)$|^(?:单位|机构|组织)全称$|^(?:unit.?)?name$/i, 0],
  ['name', /^单位$/, 1],
];

/** The columns of a unit list. */
export const UNIT_FORM: Vocabulary<Field> = {
  meaningOf(path) {
    const own = path.at(-1)!;
    const found = MEANINGS.find(([, pattern]) => pattern.test(own));
    return found && { field: found[0], rank: found[2] };
  },
  isTable: (fields) => fields.has('code') && fields.has('name'),
};

export interface UnitContext {
  /** All present units of the tree. */
  known: readonly KnownUnit[];
  /** The path of the unit that the file is about; `/` for the operator. */
  within: string;
  /** What people decided about headings. */
  choices?: HeadingChoices;
}

/** Reads the units in a file's sheets, parents before their children; hidden sheets and rows are left out. Pure. `headings`:
 *  those whose meaning a person may decide. Throws UNITS_NO_HEADINGS with these headings, UNITS_EMPTY. */
export function readUnits(
  sheets: Sheet[],
  { known, within, choices = {} }: UnitContext,
): { rows: UnitRow[]; headings: Heading[]; hidden: Hidden } {
  const vocabulary = withChoices(UNIT_FORM, choices);
  const tables = findTables(sheets, vocabulary);
  const headings = headingsToChoose({ sheets, tables }, { vocabulary, choices, asked: ['code', 'name', 'parent'] });
  if (tables.length === 0) throw UnitsNoHeadings({ headings });
  const records = tables
    .flatMap((table) => recordsOf(table, { fields: UNIT_FIELDS, telling: ['code', 'name'] }))
    .map((record) => ({ ...record, values: valuesOf(record.cell) }))
    .toSorted((a, b) => depthOf(a.values) - depthOf(b.values));
  if (records.length === 0) throw UnitsEmpty();
  const judged = judgeUnits(
    records.map(({ values }) => values),
    known,
    within,
  );
  const rows = records.map(({ sheet, row, cell, values }, at) => {
    const { doubts } = judged[at]!;
    return { sheet, row, values, ...judged[at]!, typed: typedOf(cell, fieldsIn(doubts)) };
  });
  return {
    rows: [...rows, ...unreadSheets(sheets, tables).map(notRead)],
    headings,
    hidden: hiddenIn(sheets, tables, vocabulary),
  };
}

/** The contents of a row of which nothing could be read. */
export const NO_UNIT: Omit<UnitRow, 'sheet' | 'row' | 'doubts'> = {
  values: { code: null, name: null, level: null, kind: null, parent: null },
  parentCode: null,
  before: null,
  typed: {},
};

/** Stands for a sheet without headings: it shows that the file was not read completely. */
const notRead = (place: { sheet: string; row: number }): UnitRow => ({ ...place, doubts: ['sheet'], ...NO_UNIT });

const valuesOf = (cell: CellOf<Field>): UnitValues => ({
  code: codeIn(cell('code')),
  name: textIn(cell('name')),
  level: levelNamed(textIn(cell('level')) ?? '') ?? null,
  kind: nothingOr(kindNamed(textIn(cell('kind')) ?? '')),
  parent: codeIn(cell('parent')) ?? textIn(cell('parent')),
});

const nothingOr = (text: string): string | null => text || null;

/** Replaces spaces of both widths by one space. Null where two columns disagree about the cell. */
function textIn(cell: Cell | undefined): string | null {
  if (!cell || cell.isError || cell.isCut) return null;
  return nothingOr(toHalfWidth(cell.text).replace(/\s+/g, ' ').trim());
}

/** The digits of a code. A number of more than fifteen digits has lost some of them in a workbook. */
function codeIn(cell: Cell | undefined): string | null {
  if (!cell || cell.isError) return null;
  if (cell.number !== undefined) return Number.isSafeInteger(cell.number) ? String(cell.number) : null;
  const text = toHalfWidth(cell.text).replace(/[\s']/g, '');
  return /^\d+$/.test(text) ? text : null;
}

/** Units of an unknown level come last. */
const depthOf = ({ level }: UnitValues): number => (level === null ? UNIT_LEVELS.length : UNIT_LEVELS.indexOf(level));

const FIELDS_OF_DOUBTS: Partial<Record<UnitDoubt, readonly Field[]>> = {
  code: ['code'],
  name: ['name'],
  level: ['level'],
  kind: ['kind'],
  parent: ['parent'],
  notBelow: ['level', 'parent'],
  moved: ['level', 'parent'],
};
const fieldsIn = (doubts: UnitDoubt[]): Field[] => [
  ...new Set(doubts.flatMap((doubt) => FIELDS_OF_DOUBTS[doubt] ?? [])),
];
