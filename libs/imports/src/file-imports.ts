import { createHash } from 'node:crypto';
import { assertReadable, maskText, newId, type Actor, type Tx } from '#libs/platform';
import { UnitNotFound } from '#libs/identity';
import {
  IMPORT_STATUS_WORDS,
  READ_AGAIN_WORDS,
  type ImportHead,
  type ImportStatus,
  type StoredRow,
  type Verdict,
} from './import-kind.js';
import { ImportFileGone, NothingToTakeBack } from './import.errors.js';
import { ImportJobs, type FileParser } from './import-jobs.js';
import { STEP_FROM, stateAllows, type ImportStep } from './import-steps.js';
import { UNDOABLE } from './import-store.js';
import { eventContext } from './imports.events.js';

/** A request that parses the file itself finishes within this time. If it dies, a job reads the file. */
const AWAITED_MS = 120_000;

type Started = { id: string; status: ImportStatus };

/** Imports of files that people send. A file is read into rows with verdicts; rows are corrected and imported by a job; an
 *  import can be taken back as a whole. A library extends this class for each kind of file: it defines what rows mean and
 *  what becomes of them. Each step checks the status of the import in the WHERE clause of its UPDATE. */
export abstract class FileImports<Kept extends object, P extends FileParser> extends ImportJobs<Kept, P> {
  /** Stores a file and reads it with a job. If the sender waits (`isAwaited`), it is read at once, and refused as a whole
   *  when it cannot be read. Throws UNIT_NOT_FOUND, FORBIDDEN, and the errors of an unreadable file. */
  async start(
    actor: Actor,
    input: { unitId: string; fileName: string; file: Buffer },
    { isAwaited = false } = {},
  ): Promise<Started> {
    const { transactions } = this.tools;
    assertReadable(input.file, input.fileName);
    const id = newId();
    await transactions.run((tx) => this.keep(tx, actor, id, { ...input, isAwaited }));
    if (!isAwaited) return { id, status: 'reading' };
    try {
      await this.readRows((await this.tables.head(transactions, id))!, async () => undefined);
    } catch (error) {
      // Otherwise the job has handled it meanwhile.
      if (await this.discard(id)) throw error;
    }
    return { id, status: (await this.tables.head(transactions, id))!.status };
  }

  /** Reads the file again, after headings were explained or after reading has stopped. Corrections of rows are lost. Refused
   *  once rows have been imported. Throws what `load` throws, the kind's `wrongState`, IMPORT_FILE_GONE. */
  async readAgain(actor: Actor, importId: string): Promise<Started> {
    const { transactions, jobs } = this.tools;
    return transactions.command(actor, async (tx) => {
      const head = await this.load(tx, actor, importId, 'FOR UPDATE');
      await this.enter(tx, head, 'readAgain', 'reading', {
        set: ', finished_at = NULL, rows_read = 0, rows_total = 0',
      });
      if (!(await this.tables.hasFile(tx, importId))) throw ImportFileGone();
      await jobs.schedule(tx, { kind: this.kind.jobs.read, subjectId: importId, dueAt: await tx.now() });
      return { id: importId, status: 'reading' };
    });
  }

  /** Corrects the doubts of a row: `change` returns the new contents and verdict. `reading` is the number shown with the
   *  row. Throws what `load` throws, and the kind's `wrongState`, also for a row that is already imported and for a row of
   *  an earlier reading. */
  protected async correctRow(
    actor: Actor,
    { importId, rowNo, reading, fields }: { importId: string; rowNo: number; reading: number; fields: string[] },
    change: (
      tx: Tx,
      head: ImportHead,
      row: StoredRow<Kept>,
    ) => Promise<Pick<StoredRow<Kept>, 'verdict' | 'doubts' | 'kept'>>,
  ): Promise<{ rowNo: number; verdict: Verdict; doubts: string[] }> {
    const { transactions, events } = this.tools;
    return transactions.command(actor, async (tx) => {
      const head = await this.load(tx, actor, importId, 'LOCK IN SHARE MODE');
      if (!stateAllows('correct', head)) throw this.wrongState(head);
      if (head.reading !== reading) throw this.kind.wrongState({ state: READ_AGAIN_WORDS });
      const sealed = await this.tables.lockRow(tx, importId, rowNo);
      if (!sealed) throw this.kind.notFound();
      if (sealed.subjectId) throw this.wrongState(head);
      const changed = await change(tx, head, this.tables.open(importId, sealed));
      await this.tables.keepCorrection(tx, importId, { rowNo, ...changed }, actor.personId);
      const { verdict, doubts } = changed;
      await events.record(
        tx,
        this.kind.events.corrected({ ...eventContext(head, actor), data: { rowNo, fields, verdict } }),
      );
      return { rowNo, verdict, doubts };
    });
  }

  /** Schedules a job that imports the accepted rows. May be repeated after more rows were corrected. Throws what `load`
   *  throws, and the kind's `wrongState`. */
  async commit(actor: Actor, importId: string): Promise<Started> {
    const { transactions, jobs } = this.tools;
    return transactions.command(actor, async (tx) => {
      const head = await this.load(tx, actor, importId, 'FOR UPDATE');
      await this.enter(tx, head, 'commit', 'committing', {
        set: ', committed_by = ?',
        values: [actor.personId],
      });
      await jobs.schedule(tx, { kind: this.kind.jobs.commit, subjectId: importId, dueAt: await tx.now() });
      return { id: importId, status: 'committing' };
    });
  }

  /** Schedules a job that undoes everything this import added, except what has been used since. Records that existed before
   *  stay. Throws what `load` throws, the kind's `wrongState`, NOTHING_TO_TAKE_BACK. */
  async takeBack(actor: Actor, importId: string, reason: string): Promise<Started> {
    const { transactions, jobs, events } = this.tools;
    return transactions.command(actor, async (tx) => {
      const head = await this.load(tx, actor, importId, 'FOR UPDATE');
      await this.enter(tx, head, 'takeBack', 'taking_back', {
        set: ', taken_back_by = ?',
        values: [actor.personId],
      });
      const undoable = await this.tables.rows(tx, importId, { which: UNDOABLE, limit: 1 });
      if (undoable.length === 0) throw NothingToTakeBack();
      await jobs.schedule(tx, { kind: this.kind.jobs.takeBack, subjectId: importId, dueAt: await tx.now() });
      await events.record(tx, this.kind.events.takenBack({ ...eventContext(head, actor), data: { reason } }));
      return { id: importId, status: 'taking_back' };
    });
  }

  private async keep(
    tx: Tx,
    actor: Actor,
    id: string,
    input: { unitId: string; fileName: string; file: Buffer; isAwaited: boolean },
  ): Promise<void> {
    const { units, access, jobs, events } = this.tools;
    const unit = await units.get(tx, input.unitId);
    access.require(actor, this.kind.permission, unit.path, UnitNotFound);
    const now = await tx.now();
    await tx.insert(this.kind.entities.head, {
      id,
      unitId: unit.id,
      unitPath: unit.path,
      fileName: maskText(input.fileName).slice(0, 120),
      fileHash: createHash('sha256').update(input.file).digest(),
      status: 'reading',
      createdBy: actor.personId,
      createdAt: now,
    });
    await this.tables.keepFile(tx, id, input.file);
    const dueAt = input.isAwaited ? new Date(now.getTime() + AWAITED_MS) : now;
    await jobs.schedule(tx, { kind: this.kind.jobs.read, subjectId: id, dueAt });
    const context = eventContext({ id, unitId: unit.id }, actor);
    await events.record(tx, this.kind.events.started({ ...context, data: { bytes: input.file.length } }));
  }

  /** Deletes an import whose file was refused; returns false when the file was read meanwhile. */
  private async discard(id: string): Promise<boolean> {
    const { table } = this.kind;
    return this.tools.transactions.run(async (tx) => {
      const gone = await tx.execute(`DELETE FROM ${table} WHERE id = ? AND status = 'reading'`, [id]);
      if (gone === 0) return false;
      await this.tools.jobs.cancel(tx, id, [this.kind.jobs.read]);
      await tx.execute(`DELETE FROM ${table}_row WHERE import_id = ?`, [id]);
      await this.tables.deleteFile(tx, id);
      return true;
    });
  }

  /** Moves the import to its next status, if the step is allowed, and clears the problem of the previous step. */
  private async enter(
    tx: Tx,
    head: ImportHead,
    step: ImportStep,
    to: ImportStatus,
    { set, values }: { set: string; values?: string[] },
  ): Promise<void> {
    const isMoved =
      stateAllows(step, head) &&
      (await this.tables.move(tx, head.id, {
        from: STEP_FROM[step],
        to,
        set: `, problem = NULL, problem_details = NULL${set}`,
        values,
      }));
    if (!isMoved) throw this.wrongState(head);
  }

  private wrongState({ status }: ImportHead): Error {
    return this.kind.wrongState({ state: IMPORT_STATUS_WORDS[status] });
  }
}
