import { parse } from 'csv-parse/sync';
import { Injectable } from '@nestjs/common';
import {
  InvalidInput,
  Transactions,
  newId,
  problem,
  visibleText,
  type FieldFault,
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
  async importCsv(csv: string): Promise<{ added: number; changed: number; total: number }> {
    const rows = readUnits(csv);
    return this.transactions.run((tx) => upsert(tx, rows));
  }
}

interface UnitRow {
  code: string;
  name: string;
  level: UnitLevel;
  kind: string;
  parentCode: string;
}

/** Parses a units file; throws INVALID_INPUT with every faulty line. Parents come before their children. */
function readUnits(csv: string): UnitRow[] {
  let records: Record<string, string>[];
  try {
    records = parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true, to: MAX_ROWS + 1 });
  } catch (error) {
    throw InvalidInput({ faults: [{ field: 'csv', reason: (error as Error).message.slice(0, 200) }] });
  }
  const faults: FieldFault[] = [];
  const known = new Set<string>();
  const rows = records.map((record, index) => {
    const field = `csv:${index + 2}`;
    const { code = '', level = '', kind = '', parent_code: parentCode = '' } = record;
    const name = visibleText(record.name ?? '').trim();
    if (!/^\d{6,24}$/.test(code)) faults.push({ field, reason: `code: ${code || '(empty)'}` });
    if (known.has(code)) faults.push({ field, reason: `code twice: ${code}` });
    if (!name || name.length > 60) faults.push({ field, reason: 'name' });
    if (!(UNIT_LEVELS as readonly string[]).includes(level)) faults.push({ field, reason: `level: ${level}` });
    if (kind.length > 20) faults.push({ field, reason: 'kind' });
    if (level !== 'district' && !parentCode) faults.push({ field, reason: 'parent_code' });
    known.add(code);
    return { code, name, level: level as UnitLevel, kind, parentCode };
  });
  if (rows.length === 0) faults.push({ field: 'csv', reason: 'no rows' });
  if (rows.length > MAX_ROWS) faults.push({ field: 'csv', reason: `more than ${MAX_ROWS} rows` });
  if (faults.length > 0) throw InvalidInput({ faults: faults.slice(0, 50) });
  return rows.toSorted((a, b) => UNIT_LEVELS.indexOf(a.level) - UNIT_LEVELS.indexOf(b.level));
}

/** The units of a file with their paths, as they would stand in an empty platform. Throws what `readUnits` throws. */
export function listUnits(csv: string): Pick<Unit, 'id' | 'code' | 'name' | 'level' | 'path'>[] {
  const paths = new Map<string, string>();
  return readUnits(csv).map(({ code, name, level, parentCode }) => {
    const path = pathOf(paths.get(parentCode), code);
    paths.set(code, path);
    return { id: code, code, name, level, path };
  });
}

const pathOf = (parentPath: string | undefined, code: string): string => `${parentPath ?? '/'}${code}/`;

async function upsert(tx: Tx, rows: UnitRow[]): Promise<{ added: number; changed: number; total: number }> {
  const existing = await tx.rows<Unit>(`SELECT ${COLUMNS} FROM unit FOR UPDATE`);
  const byCode = new Map(existing.map((unit) => [unit.code, unit]));
  const fresh: Unit[] = [];
  let changed = 0;
  for (const row of rows) {
    const parent = row.parentCode ? byCode.get(row.parentCode) : undefined;
    if (row.parentCode && !parent)
      throw InvalidInput({ faults: [{ field: 'csv', reason: `parent_code: ${row.parentCode}` }] });
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
