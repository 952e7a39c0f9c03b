import { Injectable } from '@nestjs/common';
import {
  UNREADABLE,
  defineJob,
  given,
  problem,
  type Actor,
  type HeadingChoices,
  type Reader,
  type Tx,
} from '#libs/platform';
import { UNIT_IMPORT, ChangeUnits, type DescribedUnit, type Unit } from '#libs/identity';
import {
  FileImports,
  ImportTools,
  defineImportEvents,
  type ImportHead,
  type JudgedRow,
  type Outcome,
  type StoredRow,
  type Verdict,
} from '#libs/imports';
import { UNIT_ROW } from '../organization.personal-data.js';
import { explainUnitDoubt } from './explain-unit-doubt.js';
import { UNIT_CODE, judgeUnits, unitVerdict, type UnitDoubt, type UnitValues } from './judge-units.js';
import { NO_UNIT, UNIT_FIELDS, type UnitContext, type UnitRow } from './read-units.js';
import { UnitImportChange } from './unit-import-change.entity.js';
import type { parse } from './units.parser.js';
import { UnitImportFile } from './unit-import-file.entity.js';
import { UnitImportRow } from './unit-import-row.entity.js';
import { UnitImport } from './unit-import.entity.js';

const UnitImportNotFound = problem('UNIT_IMPORT_NOT_FOUND', 404, {
  zh: '没有这次单位导入，或不在您的范围内。',
  en: 'There is no such unit import, or it is outside your scope.',
});
const UnitImportState = problem('UNIT_IMPORT_STATE', 409, {
  zh: '这次单位导入现在的状态是“{state}”，或这一行已经录入，不能这样操作。',
  en: 'The unit import is {state}, or this row is already imported; it cannot take this step.',
});

export const UNITS_PARSER = new URL('./units.parser.js', import.meta.url);
const MOST_ROWS = 20_000;

export const UNIT_IMPORTS = {
  table: 'unit_import',
  entities: { head: UnitImport, row: UnitImportRow, file: UnitImportFile },
  form: 'unit',
  fields: UNIT_FIELDS,
  permission: UNIT_IMPORT,
  parser: UNITS_PARSER,
  /** Including titles, headings and signatures of all sheets. */
  mostSheetRows: 22_000,
  mostRows: MOST_ROWS,
  batch: 200,
  jobs: {
    read: defineJob('unitImport.read', 'interactive'),
    commit: defineJob('unitImport.commit', 'interactive'),
    takeBack: defineJob('unitImport.takeBack', 'interactive'),
  },
  period: UNIT_ROW,
  events: defineImportEvents({
    started: 'UnitsRead',
    corrected: 'UnitRowCorrected',
    takenBack: 'UnitsTakenBack',
    attention: 'UnitsAttentionExported',
  }),
  notFound: UnitImportNotFound,
  wrongState: UnitImportState,
  workbook: {
    sheet: '单位',
    headings: ['单位代码', '名称', '层级', '类别', '上级单位代码'],
    example: ['440605125001', '示例社区（请删除本行）', '村社区', '社区', '440605125'],
    widths: [20, 30, 14, 14, 20],
  },
} as const;

export type KeptUnit = Pick<UnitRow, 'values' | 'parentCode' | 'before' | 'typed'>;

/** Imports of unit lists: new units are added, units with another name or kind are changed; nothing is moved or removed. */
@Injectable()
export class UnitImports extends FileImports<KeptUnit, typeof parse> {
  constructor(
    tools: ImportTools,
    private readonly units: ChangeUnits,
  ) {
    super(UNIT_IMPORTS, tools);
  }

  protected async task(head: ImportHead, choices: HeadingChoices): Promise<Required<UnitContext>> {
    return { known: await this.known(this.tools.transactions, head), within: head.unitPath, choices };
  }

  /** The parser knows all units, so its doubts are complete. */
  protected judge(_reader: Reader, _head: ImportHead, rows: UnitRow[]): JudgedRow<KeptUnit>[] {
    return rows.map(({ sheet, row, doubts, ...kept }) => ({ sheet, row, doubts, verdict: unitVerdict(doubts), kept }));
  }

  /** Corrects the fields of a row that are in doubt. Rows of units below it that waited for the correction are judged again.
   *  Throws UNIT_IMPORT_NOT_FOUND, UNIT_IMPORT_STATE. */
  async correct(
    actor: Actor,
    { importId, rowNo, reading }: { importId: string; rowNo: number; reading: number },
    said: Partial<UnitValues>,
  ): Promise<{ rowNo: number; verdict: Verdict; doubts: string[] }> {
    const changes = given(said);
    const { items } = await this.rows(actor, importId, { limit: MOST_ROWS }, (row) => row);
    return this.correctRow(
      actor,
      { importId, rowNo, reading, fields: Object.keys(changes) },
      async (tx, head, before) => {
        const values = { ...before.kept.values, ...changes };
        const rows = items.map((one) => (one.rowNo === rowNo ? { ...one, kept: { ...one.kept, values } } : one));
        const judged = judgeUnits(
          rows.map(({ kept }) => kept.values),
          await this.known(tx, head),
          head.unitPath,
        );
        await this.judgeAgain(
          tx,
          importId,
          rows.flatMap((one, at) => (one.rowNo === rowNo ? [] : [{ ...one, now: judged[at]!.doubts }])),
        );
        const { doubts, ...place } = judged[rows.findIndex((one) => one.rowNo === rowNo)]!;
        return { kept: { ...before.kept, values, ...place }, doubts, verdict: unitVerdict(doubts) };
      },
    );
  }

  protected async takeIn(tx: Tx, head: ImportHead, rows: StoredRow<KeptUnit>[]): Promise<Outcome[]> {
    const changes = await this.units.describe(
      tx,
      rows.map(({ kept }) => ({ ...describedUnit(kept), expected: kept.before })),
      head.unitPath,
    );
    const made = changes.flatMap((change) => ('refused' in change || isUnchanged(change) ? [] : [change]));
    await tx.insert(
      UnitImportChange,
      made.map(({ unitId, before, after }) => ({
        importId: head.id,
        changedId: unitId,
        nameBefore: before?.name ?? null,
        kindBefore: before?.kind ?? null,
        nameAfter: after.name,
        kindAfter: after.kind,
      })),
    );
    return changes.map((change) =>
      'refused' in change ? change : { id: change.unitId, isKnown: isUnchanged(change) },
    );
  }

  /** Removes units that this import added and that nothing refers to; restores names that have not changed since. */
  protected async undo(tx: Tx, head: ImportHead, unitIds: string[]): Promise<string[]> {
    const changes = await tx.rows<Record<'changedId' | 'nameAfter' | 'kindAfter', string> & Nullable>(
      `SELECT changed_id, name_before, kind_before, name_after, kind_after FROM unit_import_change
       WHERE import_id = ? AND changed_id IN (?)`,
      [head.id, unitIds],
    );
    return this.units.undo(
      tx,
      changes.map(({ changedId, nameBefore, kindBefore, nameAfter, kindAfter }) => ({
        unitId: changedId,
        before: nameBefore === null ? null : { name: nameBefore, kind: kindBefore ?? '' },
        after: { name: nameAfter, kind: kindAfter },
      })),
      head.unitPath,
    );
  }

  /** How many existing units each import gave another name or kind. */
  async renamed(importIds: string[]): Promise<ReadonlyMap<string, number>> {
    if (importIds.length === 0) return new Map();
    const rows = await this.tools.transactions.rows<{ importId: string; n: number }>(
      `SELECT import_id, COUNT(*) AS n FROM unit_import_change
       WHERE import_id IN (?) AND name_before IS NOT NULL GROUP BY import_id`,
      [importIds],
    );
    return new Map(rows.map(({ importId, n }) => [importId, Number(n)]));
  }

  protected readonly unreadable: KeptUnit = { ...NO_UNIT, values: { ...NO_UNIT.values, name: UNREADABLE } };

  protected lineOf({ kept: { values, typed } }: StoredRow<KeptUnit>): (string | null | undefined)[] {
    return [
      values.code ?? typed.code,
      values.name ?? typed.name,
      values.level ?? typed.level,
      values.kind,
      values.parent ?? typed.parent,
    ];
  }

  explain(doubts: readonly string[], locale: Actor['locale']): string[] {
    return doubts.map((doubt) => explainUnitDoubt(doubt as UnitDoubt, locale));
  }

  /** All units of the tree that contains the import's unit. */
  private async known(reader: Reader, { unitPath }: ImportHead): Promise<Unit[]> {
    return this.tools.units.below(reader, `/${unitPath.split('/')[1]}/`);
  }

  /** Updates the verdicts of rows that are not taken in yet and whose doubts have changed. Rows that state the parent's name
   *  are skipped: that parent is found when the file is read again. */
  private async judgeAgain(
    tx: Tx,
    importId: string,
    rows: (StoredRow<KeptUnit> & { now: UnitDoubt[] })[],
  ): Promise<void> {
    const byDoubts = new Map<string, { doubts: UnitDoubt[]; rowNos: number[] }>();
    for (const { rowNo, subjectId, verdict, doubts, now, kept } of rows) {
      const key = JSON.stringify(now);
      const isFixed = subjectId !== null || verdict === 'reject' || key === JSON.stringify(doubts);
      if (isFixed || (kept.values.parent !== null && !UNIT_CODE.test(kept.values.parent))) continue;
      const group = byDoubts.get(key);
      if (group) group.rowNos.push(rowNo);
      else byDoubts.set(key, { doubts: now, rowNos: [rowNo] });
    }
    for (const { doubts, rowNos } of byDoubts.values())
      await tx.execute(
        `UPDATE unit_import_row SET verdict = ?, doubts = ? WHERE import_id = ? AND row_no IN (?) AND subject_id IS NULL`,
        [unitVerdict(doubts), JSON.stringify(doubts), importId, rowNos],
      );
  }
}

type Nullable = Record<'nameBefore' | 'kindBefore', string | null>;

/** Converts an accepted row to the description of its unit. */
export function describedUnit({ values, parentCode }: Pick<UnitRow, 'values' | 'parentCode'>): DescribedUnit {
  const { code, name, level, kind, parent } = values;
  if (code === null || name === null || level === null) throw new Error('an accepted row that is not whole');
  return { code, name, level, kind, parentCode: parent !== null && UNIT_CODE.test(parent) ? parent : parentCode };
}

const isUnchanged = ({
  before,
  after,
}: {
  before: { name: string; kind: string } | null;
  after: { name: string; kind: string };
}): boolean => before !== null && before.name === after.name && before.kind === after.kind;
