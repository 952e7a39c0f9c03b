import { Injectable } from '@nestjs/common';
import { Events, InvalidInput, Transactions, given, type Actor } from '#libs/platform';
import { Access, Units } from '#libs/identity';
import { IMPORT_STATUS_WORDS, ImportNotFound, ImportState } from './commit-import.js';
import { ImportRows } from './import-rows.js';
import type { ImportValues, ImportVerdict } from './read-form.js';

/** Which values settle which doubt. */
const SETTLES: Record<string, keyof ImportValues> = {
  unit: 'unitCode',
  name: 'name',
  phone: 'phone',
  text: 'text',
  formula: 'text',
  kind: 'kind',
  cost: 'costYuan',
  people: 'people',
  due: 'dueOn',
  age: 'age',
};

/** A person settles what could not be read; a row with nothing left to settle is accepted. */
@Injectable()
export class SettleRow {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly rows: ImportRows,
    private readonly events: Events,
  ) {}

  /** `dueOn: null` and `age: null` mean that there is none. Throws IMPORT_NOT_FOUND, IMPORT_STATE, INVALID_INPUT. */
  async execute(
    actor: Actor,
    importId: string,
    rowNo: number,
    told: Partial<ImportValues>,
  ): Promise<{ rowNo: number; verdict: string; why: string[] }> {
    const changes = given(told);
    return this.transactions.command(actor, async (tx) => {
      const row = await tx.row<{
        cells: Buffer;
        verdict: string;
        why: string;
        wishId: string | null;
        unitPath: string;
        unitId: string;
        status: keyof typeof IMPORT_STATUS_WORDS;
      }>(
        `SELECT r.cells, r.verdict, r.why, r.wish_id, i.unit_path, i.unit_id, i.status FROM wish_import_row r JOIN wish_import i ON i.id = r.import_id
         WHERE r.import_id = ? AND r.row_no = ? FOR UPDATE`,
        [importId, rowNo],
      );
      if (!row) throw ImportNotFound();
      this.access.require(actor, 'wish.import', row.unitPath, ImportNotFound);
      if (row.wishId || !['ready', 'committed'].includes(row.status))
        throw ImportState({ state: IMPORT_STATUS_WORDS[row.status] });
      if (changes.unitCode) {
        const communities = await this.units.below(tx, row.unitPath, 'community');
        if (!communities.some(({ code }) => code === changes.unitCode)) {
          throw InvalidInput({
            faults: [
              {
                field: 'unitCode',
                reason: actor.locale === 'en' ? 'is no community of this unit' : '不是本单位的村（社区）',
              },
            ],
          });
        }
      }
      const kept = this.rows.open(importId, rowNo, row.cells);
      const values = { ...kept.values, ...changes };
      const doubts = openDoubts(row, changes);
      const left = [...new Set([...doubts, ...missing(values)])];
      const verdict = verdictOf(row.verdict, doubts, left, values);
      await tx.execute(
        'UPDATE wish_import_row SET cells = ?, verdict = ?, why = ?, settled_by = ? WHERE import_id = ? AND row_no = ?',
        [
          this.rows.seal(importId, rowNo, { ...kept, values }),
          verdict,
          left.join('|'),
          actor.personId,
          importId,
          rowNo,
        ],
      );
      await this.events.record(tx, {
        name: 'ImportRowSettled',
        unitId: row.unitId,
        subjectId: importId,
        actorId: actor.personId,
        visibility: 'internal',
        data: { rowNo, fields: Object.keys(changes), verdict },
      });
      return { rowNo, verdict, why: left };
    });
  }
}

/** What was doubted and is not answered yet. A duplicate is one no longer when the person or the wish is another. */
function openDoubts(row: { verdict: string; why: string }, changes: Partial<ImportValues>): string[] {
  if (row.verdict === 'duplicate') return changes.text || changes.name || changes.phone ? [] : [row.why];
  return row.why.split('|').filter((why) => why !== '' && changes[SETTLES[why] ?? 'text'] === undefined);
}

/** A wish cannot be without these. */
function missing(values: ImportValues): string[] {
  const needed = {
    unit: values.unitCode,
    name: values.name,
    phone: values.phone,
    text: values.text || null,
    cost: values.costYuan,
    people: values.people,
  };
  return Object.entries(needed).flatMap(([why, value]) => (value === null ? [why] : []));
}

function verdictOf(before: string, doubts: string[], left: string[], values: ImportValues): ImportVerdict {
  if (left.length === 0) return 'accept';
  if (before === 'duplicate' && doubts.length > 0) return 'duplicate';
  return values.text ? 'review' : 'reject';
}
