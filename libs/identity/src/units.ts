import { parse } from 'csv-parse/sync';
import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Transactions,
  newId,
  problem,
  sayIn,
  visibleText,
  type FieldFault,
  type Locale,
  type Reader,
  type Tx,
} from '#libs/platform';
import type { NamedUnit } from './unit-names.js';

export const UNIT_LEVELS = ['district', 'town', 'community', 'grid1', 'grid2', 'grid3'] as const;
export type UnitLevel = (typeof UNIT_LEVELS)[number];

export interface Unit {
  id: string;
  code: string;
  name: string;
  level: UnitLevel;
  kind: string;
  parentId: string | null;
  path: string;
}

export const UnitNotFound = problem('UNIT_NOT_FOUND', 404, {
  zh: '没有这个单位，或不在您的范围内。',
  en: 'There is no such unit, or it is outside your scope.',
});

const COLUMNS = 'id, code, name, level, kind, parent_id, path';
const MAX_ROWS = 20_000;

/** The tree of units: district, town, community, and three party-grid levels below. */
@Injectable()
export class Units {
  constructor(private readonly transactions: Transactions) {}

  /** Throws UNIT_NOT_FOUND. */
  async get(reader: Reader, unitId: string): Promise<Unit> {
    const unit = await reader.row<Unit>(`SELECT ${COLUMNS} FROM unit WHERE id = ?`, [unitId]);
    if (!unit) throw UnitNotFound();
    return unit;
  }

  async below(reader: Reader, path: string, level?: UnitLevel): Promise<Unit[]> {
    return reader.rows<Unit>(
      `SELECT ${COLUMNS} FROM unit WHERE path LIKE ?${level ? ' AND level = ?' : ''} ORDER BY path LIMIT 5000`,
      [`${path}%`, ...(level ? [level] : [])],
    );
  }

  async root(reader: Reader): Promise<Unit | undefined> {
    return reader.row<Unit>(`SELECT ${COLUMNS} FROM unit WHERE parent_id IS NULL ORDER BY path LIMIT 1`);
  }

  /** What names in a file sent for a path may mean: the units below it, and the towns and the district that tell them apart. */
  async named(reader: Reader, path: string): Promise<NamedUnit[]> {
    const root = await this.root(reader);
    const all = root ? await this.below(reader, root.path) : [];
    return all
      .filter(({ level, path: at }) => level === 'district' || level === 'town' || at.startsWith(path))
      .map(({ id, code, name, level, path: at }) => ({ id, code, name, level, path: at }));
  }

  /** Reads `code,name,level,kind,parent_code` and adds or renames units; all or nothing, and the same file again
   *  changes nothing. Throws INVALID_INPUT with every faulty line. */
  async importCsv(csv: string, locale: Locale): Promise<{ added: number; changed: number; total: number }> {
    const say = sayIn(locale);
    const rows = readUnits(csv, say);
    return this.transactions.run((tx) => upsert(tx, rows, say));
  }
}

interface UnitRow {
  code: string;
  name: string;
  level: UnitLevel;
  kind: string;
  parentCode: string;
}

type Say = ReturnType<typeof sayIn>;

/** Parses a units file; throws INVALID_INPUT with every faulty line. Parents come before their children. */
function readUnits(csv: string, say: Say): UnitRow[] {
  let records: Record<string, string>[];
  try {
    records = parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true, to: MAX_ROWS + 1 });
  } catch {
    throw InvalidInput({
      faults: [{ field: 'csv', reason: say('不是能读取的 CSV 文件', 'is no CSV file that can be read') }],
    });
  }
  const faults: FieldFault[] = [];
  const known = new Set<string>();
  const rows = records.map((record, index) => {
    const fault = (reason: string): void => void faults.push({ field: `csv:${index + 2}`, reason });
    const { code = '', level = '', kind = '', parent_code: parentCode = '' } = record;
    const name = visibleText(record.name ?? '').trim();
    if (!/^\d{6,24}$/.test(code))
      fault(say(`单位代码应为 6～24 位数字：“${code}”`, `code must have 6 to 24 digits: "${code}"`));
    if (known.has(code)) fault(say(`单位代码重复：${code}`, `code stands there twice: ${code}`));
    if (!name || name.length > 60) fault(say('单位名称应为 1～60 个字', 'name must have 1 to 60 characters'));
    if (!(UNIT_LEVELS as readonly string[]).includes(level))
      fault(say(`没有这个单位层级：“${level}”`, `there is no such level: "${level}"`));
    if (kind.length > 20) fault(say('单位类别最多 20 个字', 'kind must have at most 20 characters'));
    if (level !== 'district' && !parentCode) fault(say('缺少上级单位代码', 'parent_code is missing'));
    known.add(code);
    return { code, name, level: level as UnitLevel, kind, parentCode };
  });
  if (rows.length === 0) faults.push({ field: 'csv', reason: say('没有数据行', 'has no rows') });
  if (rows.length > MAX_ROWS)
    faults.push({ field: 'csv', reason: say(`最多 ${MAX_ROWS} 行`, `has more than ${MAX_ROWS} rows`) });
  if (faults.length > 0) throw InvalidInput({ faults: faults.slice(0, 50) });
  return rows.toSorted((a, b) => UNIT_LEVELS.indexOf(a.level) - UNIT_LEVELS.indexOf(b.level));
}

/** The units of a file with their paths, as they would stand in an empty platform. Throws what `readUnits` throws. */
export function listUnits(csv: string): Pick<Unit, 'id' | 'code' | 'name' | 'level' | 'path'>[] {
  const paths = new Map<string, string>();
  return readUnits(csv, sayIn('zh')).map(({ code, name, level, parentCode }) => {
    const path = pathOf(paths.get(parentCode), code);
    paths.set(code, path);
    return { id: code, code, name, level, path };
  });
}

const pathOf = (parentPath: string | undefined, code: string): string => `${parentPath ?? '/'}${code}/`;

async function upsert(tx: Tx, rows: UnitRow[], say: Say): Promise<{ added: number; changed: number; total: number }> {
  const existing = await tx.rows<Unit>(`SELECT ${COLUMNS} FROM unit FOR UPDATE`);
  const byCode = new Map(existing.map((unit) => [unit.code, unit]));
  const fresh: Unit[] = [];
  let changed = 0;
  for (const row of rows) {
    const parent = row.parentCode ? byCode.get(row.parentCode) : undefined;
    if (row.parentCode && !parent)
      throw InvalidInput({
        faults: [
          {
            field: 'csv',
            reason: say(`没有上级单位：${row.parentCode}`, `there is no unit with the code ${row.parentCode}`),
          },
        ],
      });
    const present = byCode.get(row.code);
    if (present) {
      if (present.name === row.name && present.kind === row.kind) continue;
      await tx.execute('UPDATE unit SET name = ?, kind = ? WHERE id = ?', [row.name, row.kind, present.id]);
      changed += 1;
      continue;
    }
    const unit: Unit = {
      id: newId(),
      code: row.code,
      name: row.name,
      level: row.level,
      kind: row.kind,
      parentId: parent?.id ?? null,
      path: pathOf(parent?.path, row.code),
    };
    byCode.set(unit.code, unit);
    fresh.push(unit);
  }
  await tx.insert('unit', fresh as never);
  return { added: fresh.length, changed, total: byCode.size };
}
