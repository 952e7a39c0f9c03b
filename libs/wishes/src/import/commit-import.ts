import { Injectable } from '@nestjs/common';
import {
  codedWords,
  Events,
  Jobs,
  Transactions,
  problem,
  yuanToFen,
  type Actor,
  type DueJob,
  type Tx,
} from '#libs/platform';
import { Access, Units, type Unit } from '#libs/identity';
import { needsGuardian } from '../beneficiaries.js';
import { SubmitWish } from '../submit-wish.js';
import { WishClocks } from '../wish-clocks.js';
import { ImportRows, type KeptCells } from './import-rows.js';
import { COMMIT_IMPORT } from './start-import.js';

export const ImportNotFound = problem('IMPORT_NOT_FOUND', 404, {
  zh: '没有这次导入，或不在您的范围内。',
  en: 'There is no such import, or it is outside your scope.',
});
export const ImportState = problem('IMPORT_STATE', 409, {
  zh: '这次导入现在的状态是“{state}”，不能这样操作。',
  en: 'The import is {state} and cannot take this step.',
});

type ImportStatus = 'reading' | 'ready' | 'committing' | 'committed' | 'failed';
export const IMPORT_STATUS_WORDS = codedWords<ImportStatus>({
  reading: { zh: '读取中', en: 'being read' },
  ready: { zh: '待核对', en: 'to check' },
  committing: { zh: '入库中', en: 'being taken in' },
  committed: { zh: '已入库', en: 'taken in' },
  failed: { zh: '读不了', en: 'unreadable' },
});

const BATCH = 50;

interface WaitingRow {
  rowNo: number;
  cells: Buffer;
}

/** Turns accepted rows into wishes. A wish that is known already is not added again, whichever file it came in. */
@Injectable()
export class CommitImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly wishes: SubmitWish,
    private readonly rows: ImportRows,
    private readonly clocks: WishClocks,
    private readonly events: Events,
    private readonly jobs: Jobs,
  ) {}

  /** May be asked again after rows were settled. Throws IMPORT_NOT_FOUND, IMPORT_STATE. */
  async execute(actor: Actor, importId: string): Promise<{ id: string; status: 'committing' }> {
    return this.transactions.command(actor, async (tx) => {
      const started = await tx.row<{ unitPath: string; status: ImportStatus }>(
        'SELECT unit_path, status FROM wish_import WHERE id = ?',
        [importId],
      );
      if (!started) throw ImportNotFound();
      this.access.require(actor, 'wish.import', started.unitPath, ImportNotFound);
      const taken = await tx.execute(
        `UPDATE wish_import SET status = 'committing' WHERE id = ? AND status IN ('ready','committed')`,
        [importId],
      );
      if (taken === 0) throw ImportState({ state: IMPORT_STATUS_WORDS[started.status] });
      await this.jobs.schedule(tx, { kind: COMMIT_IMPORT, subjectId: importId, dueAt: await tx.now() });
      return { id: importId, status: 'committing' };
    });
  }

  async run({ subjectId: importId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const started = await this.transactions.row<{ createdBy: string; unitPath: string; unitId: string }>(
      `SELECT created_by, unit_path, unit_id FROM wish_import WHERE id = ? AND status = 'committing'`,
      [importId],
    );
    if (!started) return;
    const communities = await this.units.below(this.transactions, started.unitPath, 'community');
    const byCode = new Map(communities.map((unit) => [unit.code, unit]));
    let after = 0;
    for (;;) {
      const batch = await this.transactions.rows<WaitingRow>(
        `SELECT row_no, cells FROM wish_import_row WHERE import_id = ? AND verdict = 'accept' AND wish_id IS NULL AND row_no > ?
         ORDER BY row_no LIMIT ${BATCH}`,
        [importId, after],
      );
      if (batch.length === 0) break;
      await this.transactions.run((tx) => this.addBatch(tx, importId, started.createdBy, batch, byCode));
      after = batch.at(-1)!.rowNo;
      await keepAlive();
    }
    await this.transactions.run(async (tx) => {
      await tx.execute(
        `UPDATE wish_import SET status = 'committed', finished_at = UTC_TIMESTAMP(3) WHERE id = ? AND status = 'committing'`,
        [importId],
      );
      await tx.execute('DELETE FROM wish_import_file WHERE import_id = ?', [importId]);
    });
  }

  private async addBatch(
    tx: Tx,
    importId: string,
    personId: string,
    batch: WaitingRow[],
    units: Map<string, Unit>,
  ): Promise<void> {
    const added: { id: string; unitId: string }[] = [];
    let known = 0;
    for (const { rowNo, cells } of batch) {
      const row = this.rows.open(importId, rowNo, cells);
      const unit = units.get(row.values.unitCode ?? '');
      if (!unit) throw new Error('an accepted row without its community');
      const fingerprints = await this.wishes.fingerprints(tx, unit.id, row.values, row.values.text);
      const present = await tx.row<{ id: string }>('SELECT id FROM wish WHERE fingerprint IN (?)', [fingerprints]);
      const wish = present ?? (await this.wishes.write(tx, { personId }, unit, toInput(row, fingerprints[0]!)));
      if (present) known += 1;
      else added.push({ id: wish.id, unitId: unit.id });
      await tx.execute('UPDATE wish_import_row SET wish_id = ?, is_known = ? WHERE import_id = ? AND row_no = ?', [
        wish.id,
        present !== undefined,
        importId,
        rowNo,
      ]);
    }
    if (added.length > 0) {
      await this.events.record(
        tx,
        ...added.map(({ id, unitId }) => ({
          name: 'WishSubmitted',
          unitId,
          subjectId: id,
          actorId: personId,
          visibility: 'public' as const,
          data: { importId },
        })),
      );
      await this.clocks.waitForVerification(
        tx,
        added.map(({ id }) => id),
        'normal',
      );
    }
    await tx.execute(
      'UPDATE wish_import SET wishes_added = wishes_added + ?, wishes_known = wishes_known + ? WHERE id = ?',
      [added.length, known, importId],
    );
  }
}

/** The paper form carries the resident's consent; a child's form was signed by the guardian. */
function toInput({ values, extra }: KeptCells, fingerprint: Buffer): Parameters<SubmitWish['write']>[3] {
  return {
    need: values.text,
    kind: values.kind ?? 'service',
    urgency: 'normal',
    helpersNeeded: 1,
    estimatedFen: yuanToFen(values.costYuan ?? 0),
    peopleHelped: Math.min(values.people ?? 1, 65_535),
    dueOn: values.dueOn ?? undefined,
    beneficiary: {
      name: values.name,
      phone: values.phone,
      address: extra.address,
      hardship: extra.hardship,
      age: values.age,
    },
    consent: { kind: 'form', byGuardian: needsGuardian(values.age) },
    isDraft: false,
    isImport: true,
    fingerprint,
  };
}
