import {
  MOBILE,
  isBlank,
  problem,
  readName,
  readPhone,
  squeeze,
  type Cell,
  type Sheet,
  type SheetRow,
} from '#libs/platform';
import { settle, type UnitNames } from '#libs/identity';
import type { StrengthWords } from '../strengths/strength-list.js';

export const RosterNoHeadings = problem('ROSTER_NO_HEADINGS', 422, {
  zh: '没有找到表头。至少要有“姓名”和“手机”两列；可先下载空白模板。',
  en: 'No heading row was found. At least a name and a telephone column are needed; see the blank template.',
});

/** What a person must look at: unreadable, missing, known under another name, of a closed account, registered elsewhere by
 *  another person, there twice. */
export const ROSTER_DOUBTS = ['name', 'phone', 'unit', 'otherName', 'closed', 'otherPerson', 'twice'] as const;
export type RosterDoubt = (typeof ROSTER_DOUBTS)[number];

export interface RosterValues {
  name: string | null;
  /** Eleven digits. */
  phone: string | null;
  /** Of the community or grid where she lives, or reports to. */
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

type Column = 'name' | 'phone' | 'unit' | 'partyGroup' | 'partyBranch' | 'workUnit' | 'strengths';
/** The telling ones first: 党小组 is not a unit, and 工作单位 no community. */
const MEANINGS: [Column | null, RegExp][] = [
  [null, /序号|编号|备注|身份证|性别|民族|出生|年龄|入党|转正|学历|职务|签名|状态/],
  ['partyGroup', /党小组|partygroup/i],
  ['partyBranch', /党支部|党组织|支部|partybranch/i],
  ['workUnit', /工作单位|所在单位|^单位$|workunit/i],
  ['strengths', /特长|专长|技能|强项|strength/i],
  ['phone', /电话|手机|联系方式|phone/i],
  ['unit', /社区|村|居住|报到|网格|community/i],
  ['name', /姓名|名字|^name$/i],
];
const BETWEEN = /[、，,;；/\s]+/;
const LONGEST_GROUP = 60;

/** Reads everybody in a roster's sheets. Where no community is named, `home` is meant. Pure. Throws ROSTER_NO_HEADINGS. */
export function readRoster(
  sheets: Sheet[],
  { units, words, home }: { units: UnitNames; words: StrengthWords; home: string | null },
): RosterRow[] {
  const rows: RosterRow[] = [];
  const phones = new Set<string>();
  let isRead = false;
  for (const sheet of sheets) {
    let columns: Map<Column, number> | undefined;
    for (const row of sheet.rows) {
      const found = headingsOf(row);
      if (found) {
        columns = found;
        isRead = true;
        continue;
      }
      const cell = (name: Column): Cell | undefined => row.cells.get(columns?.get(name) ?? -1);
      if (!columns || [cell('name'), cell('phone')].every((one) => !one || isBlank(one.text))) continue;
      const read = readRow(sheet.name, row.row, cell, { units, words, home });
      const { phone } = read.values;
      if (phone && phones.has(phone)) read.doubts.push('twice');
      if (phone) phones.add(phone);
      rows.push(read);
    }
  }
  if (!isRead) throw RosterNoHeadings();
  return rows;
}

function readRow(
  sheet: string,
  row: number,
  cell: (name: Column) => Cell | undefined,
  { units, words, home }: { units: UnitNames; words: StrengthWords; home: string | null },
): RosterRow {
  const name = readName(cell('name')) ?? null;
  const digits = readPhone(cell('phone'));
  const phone = digits && MOBILE.test(digits) ? digits : null;
  const place = cell('unit');
  const unitCode = place && !isBlank(place.text) ? (settle(units.find(place.text), [])?.code ?? null) : home;
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
  return cell && !isBlank(cell.text) ? squeeze(cell.text).slice(0, LONGEST_GROUP) : null;
}

function headingsOf({ cells }: SheetRow): Map<Column, number> | undefined {
  const columns = new Map<Column, number>();
  for (const [at, { text }] of cells) {
    const plain = squeeze(text);
    if ([...plain].length > 16) continue;
    const column = MEANINGS.find(([, pattern]) => pattern.test(plain))?.[0];
    if (column && !columns.has(column)) columns.set(column, at);
  }
  return columns.has('name') && columns.has('phone') ? columns : undefined;
}
