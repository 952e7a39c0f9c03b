import { parse } from 'csv-parse/sync';
import { Injectable } from '@nestjs/common';
import { problem, type Reader, type Tx } from '#libs/platform';
import { UNIT_LEVELS, type UnitLevel } from './unit-levels.js';
import type { NamedUnit } from './unit-names.js';
import { type Unit } from './unit.entity.js';
import { communityOf } from '../identity.sql.js';

export type { Unit } from './unit.entity.js';

export const UnitNotFound = problem('UNIT_NOT_FOUND', 404, {
  zh: '没有这个单位，或不在您的范围内。',
  en: 'There is no such unit, or it is outside your scope.',
});

const COLUMNS = 'id, code, name, level, kind, parent_id, path';
/** A district with three levels of grids has about six thousand units. */
const MOST_UNITS = 25_000;

/** The tree of units: district, town, community, and three party-grid levels below. */
@Injectable()
export class Units {
  /** Throws UNIT_NOT_FOUND. */
  async get(reader: Reader, unitId: string): Promise<Unit> {
    const unit = await reader.row<Unit>(`SELECT ${COLUMNS} FROM unit WHERE id = ?`, [unitId]);
    if (!unit) throw UnitNotFound();
    return unit;
  }

  async byCode(reader: Reader, code: string): Promise<Unit | undefined> {
    return reader.row<Unit>(`SELECT ${COLUMNS} FROM unit WHERE code = ?`, [code]);
  }

  async byPath(reader: Reader, path: string): Promise<Unit | undefined> {
    return reader.row<Unit>(`SELECT ${COLUMNS} FROM unit WHERE path = ?`, [path]);
  }

  /** The community that a path lies in; the town or the district for a unit above communities. */
  async communityOf(reader: Reader, path: string): Promise<Unit | undefined> {
    return reader.row<Unit>(`SELECT ${COLUMNS} FROM unit WHERE id = ${communityOf('?')}`, [path]);
  }

  /** Names by id. */
  async names(reader: Reader, unitIds: string[]): Promise<Map<string, string>> {
    if (unitIds.length === 0) return new Map();
    const rows = await reader.rows<{ id: string; name: string }>('SELECT id, name FROM unit WHERE id IN (?)', [
      [...new Set(unitIds)],
    ]);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async below(reader: Reader, path: string, level?: UnitLevel): Promise<Unit[]> {
    return reader.rows<Unit>(
      `SELECT ${COLUMNS} FROM unit WHERE path LIKE ?${level ? ' AND level = ?' : ''} ORDER BY path LIMIT ${MOST_UNITS}`,
      [`${path}%`, ...(level ? [level] : [])],
    );
  }

  async root(reader: Reader): Promise<Unit | undefined> {
    return reader.row<Unit>(`SELECT ${COLUMNS} FROM unit WHERE parent_id IS NULL ORDER BY path LIMIT 1`);
  }

  /** The units that names in a file for a path may mean: the units below it, and the district and its towns to tell them
   *  apart. */
  async named(reader: Reader, path: string): Promise<NamedUnit[]> {
    const root = await this.root(reader);
    const all = root ? await this.below(reader, root.path) : [];
    return all
      .filter(({ level, path: at }) => level === 'district' || level === 'town' || at.startsWith(path))
      .map(({ id, code, name, level, path: at }) => ({ id, code, name, level, path: at }));
  }
}

/** Locks a unit until the transaction ends, so that what is done for it happens one after the other. */
export async function lockUnit(tx: Tx, unitId: string): Promise<void> {
  await tx.row('SELECT id FROM unit WHERE id = ? FOR UPDATE', [unitId]);
}

/** Parses the unit list `code,name,level,kind,parent_code` that ships with the project: parents first, with their paths
 *  in an empty platform. `libs/organization` reads the lists that users upload. */
export function parseUnitsCsv(csv: string): Omit<Unit, 'parentId'>[] {
  const rows = parse(csv, { columns: true, bom: true, trim: true, skip_empty_lines: true }) as ListedUnit[];
  const paths = new Map<string, string>();
  return rows
    .toSorted((a, b) => UNIT_LEVELS.indexOf(a.level) - UNIT_LEVELS.indexOf(b.level))
    .map(({ parent_code: parentCode, ...unit }) => {
      const path = unitPath(paths.get(parentCode), unit.code);
      paths.set(unit.code, path);
      return { id: unit.code, ...unit, path };
    });
}
type ListedUnit = Pick<Unit, 'code' | 'name' | 'level' | 'kind'> & { parent_code: string };

/** A unit's path below its parent's path; without a parent path the unit is the top. */
export const unitPath = (parentPath: string | undefined, code: string): string => `${parentPath ?? '/'}${code}/`;
