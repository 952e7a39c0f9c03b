import {
  ProvidesHandlers,
  isRefusal,
  parseFile,
  tooMuch,
  type DueJob,
  type Handler,
  type Heading,
  type HeadingChoices,
  type JobWork,
  type Parser,
  type Reader,
  type Tx,
} from '#libs/platform';
import type { Unit } from '#libs/identity';
import { CommitStopped, ReadingStopped, TakeBackStopped } from './import.errors.js';
import type { HiddenParts, ImportHead, ImportStatus, JudgedRow, Outcome, StoredRow } from './import-kind.js';
import { ROWS_AT_ONCE, UNDOABLE } from './import-store.js';
import { ImportViews } from './import-views.js';
import { importsDue } from './imports.schema.js';

export type FileParser = Parser<never, { rows: unknown[]; headings: Heading[]; hidden?: HiddenParts }>;
type KeepAlive = () => Promise<void>;
const NOTHING_HIDDEN: HiddenParts = { sheets: [], rows: 0 };

/** The jobs of an import: read its file, import its rows, take them back. Each job may be restarted at any time, and two
 *  workers at once do no more than one. After the last failed attempt, the import gets a status from which a person can
 *  continue. */
export abstract class ImportJobs<Kept extends object, P extends FileParser> extends ImportViews<Kept> {
  /** What the parser needs besides the sheets. */
  protected abstract task(head: ImportHead, choices: HeadingChoices): Promise<Parameters<P>[1]>;
  /** Judges parsed rows, using what the database knows about them. */
  protected abstract judge(
    reader: Reader,
    head: ImportHead,
    rows: ReturnType<P>['rows'],
  ): Promise<JudgedRow<Kept>[]> | JudgedRow<Kept>[];
  /** Creates the records for accepted rows, in their order. `units`: the import's unit and those below it, by code. */
  protected abstract takeIn(
    tx: Tx,
    head: ImportHead,
    rows: StoredRow<Kept>[],
    units: ReadonlyMap<string, Unit>,
  ): Promise<Outcome[]>;
  /** Undoes the records of rows, except those that have been used since. Returns the ids that were undone. */
  protected abstract undo(tx: Tx, head: ImportHead, subjectIds: string[], by: { actorId: string }): Promise<string[]>;

  /** The handlers of this kind of file. */
  @ProvidesHandlers()
  handlers(): Handler[] {
    const { jobs, period } = this.kind;
    const stop =
      (from: ImportStatus, to: string, { kind }: ReturnType<typeof ReadingStopped>): JobWork =>
      (tx, { subjectId }) =>
        this.stop(tx, subjectId, { from, to, code: kind.code });
    return [
      {
        longJob: jobs.read,
        longWork: (job, keepAlive) => this.read(job, keepAlive),
        givenUp: stop('reading', `'failed'`, ReadingStopped()),
      },
      {
        longJob: jobs.commit,
        longWork: (job, keepAlive) => this.takeRowsIn(job, keepAlive),
        givenUp: stop('committing', `IF(added + known > 0, 'committed', 'ready')`, CommitStopped()),
      },
      {
        longJob: jobs.takeBack,
        longWork: (job, keepAlive) => this.takeRowsBack(job, keepAlive),
        givenUp: stop('taking_back', `'committed'`, TakeBackStopped()),
      },
      { period, erase: (tx, before) => this.eraseOld(tx, before) },
    ];
  }

  /** The job that reads a file. */
  async read({ subjectId }: DueJob, keepAlive: KeepAlive): Promise<void> {
    const { transactions } = this.tools;
    const head = await this.tables.head(transactions, subjectId);
    if (head?.status !== 'reading') return;
    try {
      await this.readRows(head, keepAlive);
    } catch (error) {
      // For example too many files at once: the job is retried.
      if (!isRefusal(error)) throw error;
      const { headings = [], ...details } = error.details;
      await transactions.run((tx) =>
        this.tables.move(tx, head.id, {
          from: ['reading'],
          to: 'failed',
          set: ', problem = ?, problem_details = ?, headings = ?, finished_at = UTC_TIMESTAMP(3)',
          values: [error.kind.code, JSON.stringify(details), this.tables.sealHeadings(head.id, headings as Heading[])],
        }),
      );
    }
  }

  /** The job that imports the accepted rows. */
  async takeRowsIn({ subjectId }: DueJob, keepAlive: KeepAlive): Promise<void> {
    const { transactions } = this.tools;
    const head = await this.tables.head(transactions, subjectId);
    if (head?.status !== 'committing') return;
    const units = await this.unitsBelow(transactions, head);
    const batches = {
      importId: head.id,
      state: 'committing',
      which: `verdict = 'accept' AND subject_id IS NULL`,
    } as const;
    await this.inBatches(batches, keepAlive, async (tx, locked, rows) => {
      const outcomes = await this.takeIn(tx, locked, rows, units);
      await this.tables.keepOutcomes(tx, head.id, rows, outcomes);
    });
    await transactions.run(async (tx) => {
      if (await this.finish(tx, head.id, { from: 'committing', to: 'committed' }))
        await this.tables.deleteFile(tx, head.id);
    });
  }

  /** The job that takes an import back. */
  private async takeRowsBack({ subjectId }: DueJob, keepAlive: KeepAlive): Promise<void> {
    // Backwards, because later rows may depend on earlier ones.
    const batches = { importId: subjectId, state: 'taking_back', which: UNDOABLE, isBackwards: true } as const;
    await this.inBatches(batches, keepAlive, async (tx, head, rows) => {
      const subjectIds = rows.map((row) => row.subjectId!);
      await this.tables.keepUndone(tx, head.id, await this.undo(tx, head, subjectIds, { actorId: head.takenBackBy! }));
    });
    await this.tools.transactions.run((tx) => this.finish(tx, subjectId, { from: 'taking_back', to: 'taken_back' }));
  }

  /** A step of the nightly erasure: deletes rows, file and headings of one old import, in any status. */
  private async eraseOld(tx: Tx, before: Date): Promise<number> {
    const { table } = this.kind;
    const due = await tx.row<{ id: string }>(`${importsDue(table)('?')} ORDER BY i.created_at LIMIT 1 FOR UPDATE`, [
      before,
    ]);
    if (!due) return 0;
    const rows = await this.tables.deleteSomeRows(tx, due.id);
    const parts = await this.tables.deleteFile(tx, due.id);
    const headings = await tx.execute(`UPDATE ${table} SET headings = NULL WHERE id = ? AND headings IS NOT NULL`, [
      due.id,
    ]);
    return rows + parts + headings;
  }

  /** Reads the file into rows. Throws the errors of an unreadable file, ReadElsewhere. */
  protected async readRows(head: ImportHead, keepAlive: KeepAlive): Promise<void> {
    const { transactions, headings: remembered } = this.tools;
    const { parser, mostRows, mostSheetRows } = this.kind;
    const choices = await remembered.choices(transactions, this.kind.form, head.unitPath);
    const parsed = await parseFile<P>(await this.tables.file(head.id), head.fileName, {
      parser,
      context: await this.task(head, choices),
      mostRows: mostSheetRows,
      stillReading: keepAlive,
    });
    const { rows, headings, hidden = NOTHING_HIDDEN } = parsed;
    if (rows.length > mostRows) throw tooMuch(`超过 ${mostRows} 行`, `more than ${mostRows} rows`);
    await keepAlive();
    await this.forgetRows(head.id);
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const part = rows.slice(from, from + ROWS_AT_ONCE) as ReturnType<P>['rows'];
      await transactions.run(async (tx) => {
        await this.tables.advance(tx, head.id, { from, to: from + part.length });
        await this.tables.insertRows(tx, head.id, from, await this.judge(tx, head, part));
      });
      await keepAlive();
    }
    await transactions.run((tx) => this.tables.finishReading(tx, head.id, { total: rows.length, headings, hidden }));
  }

  /** Deletes the rows of an interrupted attempt, or of the previous reading. */
  private async forgetRows(importId: string): Promise<void> {
    for (let gone = 1; gone > 0;)
      gone = await this.tools.transactions.run(async (tx) => {
        await this.tables.advance(tx, importId, { to: 0 });
        return this.tables.deleteSomeRows(tx, importId);
      });
  }

  /** Processes rows in batches, one transaction each, while the import has the given status. The import is locked first: a
   *  second worker with the same job waits, and finds these rows done. */
  private async inBatches(
    { importId, state, ...which }: { importId: string; state: ImportStatus; which: string; isBackwards?: boolean },
    keepAlive: KeepAlive,
    work: (tx: Tx, head: ImportHead, rows: StoredRow<Kept>[]) => Promise<void>,
  ): Promise<void> {
    const { batch } = this.kind;
    for (let after: number | undefined; ;) {
      const last: number | undefined = await this.tools.transactions.run(async (tx) => {
        const head = await this.tables.head(tx, importId, 'FOR UPDATE');
        if (head?.status !== state) return undefined;
        const rows = await this.tables.rows(tx, importId, { ...which, after, limit: batch, lock: 'FOR UPDATE' });
        if (rows.length === 0) return undefined;
        await work(
          tx,
          head,
          rows.map((row) => this.tables.open(importId, row)),
        );
        return rows.at(-1)!.rowNo;
      });
      if (last === undefined) return;
      after = last;
      await keepAlive();
    }
  }

  private finish(tx: Tx, importId: string, { from, to }: { from: ImportStatus; to: ImportStatus }): Promise<boolean> {
    return this.tables.move(tx, importId, { from: [from], to, set: ', finished_at = UTC_TIMESTAMP(3)' });
  }

  /** Handles the final failure of a job: completed work stays, and a person may request the step again. `to` is SQL. */
  private async stop(
    tx: Tx,
    importId: string,
    { from, to, code }: { from: ImportStatus; to: string; code: string },
  ): Promise<void> {
    await tx.execute(
      `UPDATE ${this.kind.table} SET status = ${to}, problem = ?, problem_details = NULL, finished_at = UTC_TIMESTAMP(3)
       WHERE id = ? AND status = ?`,
      [code, importId, from],
    );
  }
}
