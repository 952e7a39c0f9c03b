import { Injectable } from '@nestjs/common';
import { newId, type Tx } from '#libs/platform';
import { UNIT_LEVELS } from './unit-levels.js';
import { Unit } from './unit.entity.js';
import { unitPath } from './units.js';

/** A unit as a list of units describes it. `kind` null: not given in the list. */
export type DescribedUnit = Pick<Unit, 'code' | 'name' | 'level'> & { kind: string | null; parentCode: string | null };
type NameAndKind = Pick<Unit, 'name' | 'kind'>;

/** Why a description is refused. `parent`: the parent is missing. `notBelow`: the level is not below the parent's.
 *  `moved`: the unit exists elsewhere in the tree. `outside`: it lies outside the part of the tree that may be changed.
 *  `changed`: it has changed since the list was read. */
export type UnitRefusal = 'parent' | 'notBelow' | 'moved' | 'outside' | 'changed';

/** The result of a description. `before` null: the unit is new; equal to `after`: nothing had to change. */
export type UnitChange = { unitId: string; before: NameAndKind | null; after: NameAndKind } | { refused: UnitRefusal };

const COLUMNS = 'id, code, name, level, kind, parent_id, path';

/** Adds, renames and removes units. */
@Injectable()
export class ChangeUnits {
  /** Applies descriptions in their order, parents before children. `within`: the path below which units may change; `/`
   *  for the operator. `expected`: name and kind as the user saw them; null for a unit that should be new; undefined if
   *  no user has looked. Locks the top of the tree until `tx` ends, so that two lists are applied one after the other. */
  async describe(
    tx: Tx,
    units: (DescribedUnit & { expected?: NameAndKind | null })[],
    within: string,
  ): Promise<UnitChange[]> {
    await this.lockTree(tx, within);
    const known = await this.byCode(
      tx,
      units.flatMap(({ code, parentCode }) => (parentCode ? [code, parentCode] : [code])),
    );
    const added: Unit[] = [];
    const changes: UnitChange[] = [];
    for (const { expected, ...unit } of units) {
      const present = known.get(unit.code);
      const parent = unit.parentCode ? known.get(unit.parentCode) : undefined;
      const refused = refusalOf({ unit, present, parent, expected, within });
      if (refused) changes.push({ refused });
      else if (present) changes.push(await this.rename(tx, present, unit));
      else {
        const fresh = newUnit(unit, parent);
        known.set(fresh.code, fresh);
        added.push(fresh);
        changes.push({ unitId: fresh.id, before: null, after: { name: fresh.name, kind: fresh.kind } });
      }
    }
    await tx.insert(Unit, added);
    return changes;
  }

  /** Undoes changes. An added unit is removed if nothing else refers to it and no unit lies below it. A name is restored
   *  if it has not changed since. Returns the ids of the units that are as they were before. */
  async undo(
    tx: Tx,
    changes: { unitId: string; before: NameAndKind | null; after: NameAndKind }[],
    within: string,
  ): Promise<string[]> {
    await this.lockTree(tx, within);
    const undone: string[] = [];
    for (const { unitId, before, after } of changes) {
      if (!before) continue;
      const putBack = await tx.execute('UPDATE unit SET name = ?, kind = ? WHERE id = ? AND name = ? AND kind = ?', [
        before.name,
        before.kind,
        unitId,
        after.name,
        after.kind,
      ]);
      if (putBack > 0) undone.push(unitId);
    }
    const added = changes.flatMap(({ unitId, before }) => (before ? [] : [unitId]));
    return [...undone, ...(await this.remove(tx, added))];
  }

  private async rename(tx: Tx, present: Unit, { name, kind }: DescribedUnit): Promise<UnitChange> {
    const before = { name: present.name, kind: present.kind };
    const after = { name, kind: kind ?? present.kind };
    if (!isSame(before, after)) await tx.update(Unit, present.id, after);
    return { unitId: present.id, before, after };
  }

  /** Removes leaves first, so that a branch without references is removed completely. */
  private async remove(tx: Tx, unitIds: string[]): Promise<string[]> {
    if (unitIds.length === 0) return [];
    const units = await tx.rows<{ id: string }>(
      'SELECT id FROM unit WHERE id IN (?) ORDER BY LENGTH(path) DESC FOR UPDATE',
      [unitIds],
    );
    const referred = await this.referredTo(tx, unitIds);
    const removed: string[] = [];
    for (const { id } of units) {
      if (referred.has(id)) continue;
      const gone = await tx.execute(
        'DELETE u FROM unit u LEFT JOIN unit c ON c.parent_id = u.id WHERE u.id = ? AND c.id IS NULL',
        [id],
      );
      if (gone > 0) removed.push(id);
    }
    return removed;
  }

  /** The units that any table references in a `unit_id` column. The tables are read from the database, so that no library
   *  has to declare them here. */
  private async referredTo(tx: Tx, unitIds: string[]): Promise<Set<string>> {
    const tables = await tx.rows<{ name: string }>(
      `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = DATABASE() AND c.column_name = 'unit_id' AND t.table_type = 'BASE TABLE'`,
    );
    const referred = new Set<string>();
    for (const { name } of tables) {
      const rows = await tx.rows<{ unitId: string }>(`SELECT DISTINCT unit_id FROM ${name} WHERE unit_id IN (?)`, [
        unitIds,
      ]);
      for (const { unitId } of rows) referred.add(unitId);
    }
    return referred;
  }

  private async lockTree(tx: Tx, within: string): Promise<void> {
    await tx.rows(
      `SELECT id FROM unit WHERE parent_id IS NULL AND (? LIKE CONCAT(path, '%') OR path LIKE CONCAT(?, '%')) FOR UPDATE`,
      [within, within],
    );
  }

  private async byCode(tx: Tx, codes: string[]): Promise<Map<string, Unit>> {
    if (codes.length === 0) return new Map();
    const units = await tx.rows<Unit>(`SELECT ${COLUMNS} FROM unit WHERE code IN (?)`, [[...new Set(codes)]]);
    return new Map(units.map((unit) => [unit.code, unit]));
  }
}

const isSame = (a: NameAndKind, b: NameAndKind): boolean => a.name === b.name && a.kind === b.kind;

function refusalOf({
  unit,
  present,
  parent,
  expected,
  within,
}: {
  unit: DescribedUnit;
  present: Unit | undefined;
  parent: Unit | undefined;
  expected: NameAndKind | null | undefined;
  within: string;
}): UnitRefusal | undefined {
  if (unit.parentCode ? !parent : within !== '/' && !present) return 'parent';
  if (present && (present.level !== unit.level || present.parentId !== (parent?.id ?? null))) return 'moved';
  if (parent && UNIT_LEVELS.indexOf(unit.level) <= UNIT_LEVELS.indexOf(parent.level)) return 'notBelow';
  if (!unitPath(parent?.path, unit.code).startsWith(within)) return 'outside';
  const isDone = present && isSame(present, { name: unit.name, kind: unit.kind ?? present.kind });
  if (expected === undefined || isDone) return undefined;
  const isAsSeen = expected && present ? isSame(expected, present) : !expected && !present;
  return isAsSeen ? undefined : 'changed';
}

function newUnit({ code, name, level, kind }: DescribedUnit, parent: Unit | undefined): Unit {
  const path = unitPath(parent?.path, code);
  return { id: newId(), code, name, level, kind: kind ?? '', parentId: parent?.id ?? null, path };
}
