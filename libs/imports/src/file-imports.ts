import { createHash } from 'node:crypto';
import {
  Problem,
  isRefusal,
  maskText,
  newId,
  assertReadable,
  parseFile,
  problem,
  problemBody,
  problemKind,
  readCursor,
  toPage,
  toWorkbook,
  tooMuch,
  type Actor,
  type DueJob,
  type Heading,
  type HeadingChoices,
  type JobRegistry,
  type Page,
  type Parser,
  type Reader,
  type SqlValue,
  type Tx,
} from '#libs/platform';
import { UnitNotFound, type Unit } from '#libs/identity';
import {
  IMPORT_STATUS_WORDS,
  type ImportHead,
  type ImportKind,
  type ImportStatus,
  type JudgedRow,
  type Outcome,
  type StoredRow,
  type Verdict,
} from './import-kind.js';
import type { ImportTools } from './import-tools.js';
import type { ImportAnswer, ImportCounts } from './imports.dto.js';
import { importsDue } from './imports.schema.js';

export const NothingToTakeBack = problem('NOTHING_TO_TAKE_BACK', 409, {
  zh: '这次导入没有可以撤回的内容：没有新增，或记录已过保存期。',
  en: 'This import has nothing to take back: it added nothing, or its rows are past their period.',
});

const PART_BYTES = 1_000_000;
const ROWS_AT_ONCE = 500;
const ATTENTION_LIMIT = 60_000;
/** A request that parses the file itself does it within this time; if it dies, a job does it. */
const AWAITED_MS = 120_000;

/** Files that people send, from the upload to the last row: read into rows with verdicts, corrected, taken in by a job, taken
 *  back as a whole. A library extends it for each kind of file and says what rows mean and what becomes of them. Every job may
 *  start over at any time. */
export abstract class FileImports<
  Kept extends object,
  P extends Parser<never, { rows: unknown[]; headings: Heading[] }>,
> {
  constructor(
    readonly kind: ImportKind,
    protected readonly tools: ImportTools,
  ) {}

  /** What the parser has to know besides the sheets. */
  protected abstract task(head: ImportHead, choices: HeadingChoices): Promise<Parameters<P>[1]>;
  /** What was parsed, with what the database knows of it. */
  protected abstract judge(
    reader: Reader,
    head: ImportHead,
    rows: ReturnType<P>['rows'],
  ): Promise<JudgedRow<Kept>[]> | JudgedRow<Kept>[];
  /** Writes what accepted rows stand for, in their order. `units`: those below the import's own, by code. */
  protected abstract takeIn(
    tx: Tx,
    head: ImportHead,
    rows: StoredRow<Kept>[],
    units: ReadonlyMap<string, Unit>,
  ): Promise<Outcome[]>;
  /** Undoes what rows became, where nobody has worked with it since. Returns what is undone. */
  protected abstract undo(tx: Tx, head: ImportHead, subjectIds: string[], by: { actorId: string }): Promise<string[]>;
  /** For lists: a row that cannot be decrypted. */
  protected abstract readonly unreadable: Kept;
  /** The row as it was typed, in the columns of the workbook. */
  protected abstract lineOf(row: StoredRow<Kept>): (string | null | undefined)[];
  /** Why a row needs attention, in the reader's language. */
  abstract explain(doubts: readonly string[], locale: Actor['locale']): string[];

  /** Does this kind's jobs. */
  handleJobs(registry: JobRegistry): void {
    const { read, commit, takeBack } = this.kind.jobs;
    registry.onLong(read, (job, keepAlive) => this.read(job, keepAlive));
    registry.onLong(commit, (job, keepAlive) => this.takeRowsIn(job, keepAlive));
    registry.onLong(takeBack, (job, keepAlive) => this.takeRowsBack(job, keepAlive));
  }

  /** A step of the nightly erasure: rows of one import, then its file. */
  readonly eraseOld = async (tx: Tx, before: Date): Promise<number> => {
    const { table } = this.kind;
    const due = await tx.row<{ id: string }>(`${importsDue(table)('?')} ORDER BY i.created_at LIMIT 1 FOR UPDATE`, [
      before,
    ]);
    if (!due) return 0;
    const rows = await tx.execute(`DELETE FROM ${table}_row WHERE import_id = ? LIMIT ${ROWS_AT_ONCE}`, [due.id]);
    const parts = await tx.execute(`DELETE FROM ${table}_file WHERE import_id = ?`, [due.id]);
    const headings = await tx.execute(`UPDATE ${table} SET headings = NULL WHERE id = ? AND headings IS NOT NULL`, [
      due.id,
    ]);
    return rows + parts + headings;
  };

  /** Keeps a file; a job reads it, or, where the sender waits (`isAwaited`), it is read at once and refused as a whole when it
   *  cannot be read. Throws UNIT_NOT_FOUND, FORBIDDEN, and what tells that a file cannot be read. */
  async start(
    actor: Actor,
    input: { unitId: string; fileName: string; file: Buffer },
    { isAwaited = false } = {},
  ): Promise<{ id: string; status: ImportStatus }> {
    const { transactions, units, access, vault, jobs, events } = this.tools;
    const { table, permission } = this.kind;
    assertReadable(input.file, input.fileName);
    const id = newId();
    await transactions.run(async (tx) => {
      const unit = await units.get(tx, input.unitId);
      access.require(actor, permission, unit.path, UnitNotFound);
      const now = await tx.now();
      await tx.insert(table, {
        id,
        unitId: unit.id,
        unitPath: unit.path,
        fileName: maskText(input.fileName).slice(0, 120),
        fileHash: createHash('sha256').update(input.file).digest(),
        status: 'reading',
        createdBy: actor.personId,
        createdAt: now,
      });
      for (let part = 0; part * PART_BYTES < input.file.length; part += 1) {
        const bytes = input.file.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
        const body = vault.seal(`${table}_file.body`, `${id}-${part}`, bytes);
        await tx.insert(`${table}_file`, { importId: id, part, body });
      }
      const dueAt = isAwaited ? new Date(now.getTime() + AWAITED_MS) : now;
      await jobs.schedule(tx, { kind: this.kind.jobs.read, subjectId: id, dueAt });
      await events.record(
        tx,
        this.event(this.kind.events.started, { id, unitId: unit.id }, actor.personId, { bytes: input.file.length }),
      );
    });
    if (!isAwaited) return { id, status: 'reading' };
    try {
      await this.readRows((await this.headOf(transactions, id))!, async () => undefined);
    } catch (error) {
      await transactions.run(async (tx) => {
        for (const suffix of ['_row', '_file'])
          await tx.execute(`DELETE FROM ${table}${suffix} WHERE import_id = ?`, [id]);
        await tx.execute(`DELETE FROM ${table} WHERE id = ?`, [id]);
      });
      throw error;
    }
    return { id, status: 'ready' };
  }

  /** The job that reads a file. */
  async read({ subjectId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const head = await this.headOf(this.tools.transactions, subjectId);
    if (head?.status !== 'reading') return;
    try {
      await this.readRows(head, keepAlive);
    } catch (error) {
      // Too many files at once: the job tries again.
      if (!isRefusal(error)) throw error;
      const { headings = [], ...details } = error.details;
      await this.tools.transactions.run((tx) =>
        tx.execute(
          `UPDATE ${this.kind.table} SET status = 'failed', problem = ?, problem_details = ?, headings = ?, finished_at = UTC_TIMESTAMP(3)
           WHERE id = ? AND status = 'reading'`,
          [error.kind.code, JSON.stringify(details), this.sealHeadings(head.id, headings as Heading[]), head.id],
        ),
      );
    }
  }

  /** Reads the file once more, after headings were explained. Corrections of rows are lost; nothing of it may be taken in yet.
   *  Throws what `load` throws, and the state's problem. */
  async readAgain(actor: Actor, importId: string): Promise<{ id: string; status: ImportStatus }> {
    const { transactions, jobs } = this.tools;
    return transactions.command(actor, async (tx) => {
      await this.enter(
        tx,
        actor,
        importId,
        ['ready', 'failed'],
        'reading',
        ', problem = NULL, finished_at = NULL, rows_read = 0, rows_total = 0',
      );
      await jobs.schedule(tx, { kind: this.kind.jobs.read, subjectId: importId, dueAt: await tx.now() });
      return { id: importId, status: 'reading' };
    });
  }

  /** A person settles what is in doubt in a row: `change` says what the row is now. Throws what `load` throws, and the state's
   *  problem for a row that is taken in. */
  protected async correctRow(
    actor: Actor,
    { importId, rowNo, fields }: { importId: string; rowNo: number; fields: string[] },
    change: (
      tx: Tx,
      head: ImportHead,
      row: StoredRow<Kept>,
    ) => Promise<Pick<StoredRow<Kept>, 'verdict' | 'doubts' | 'kept'>>,
  ): Promise<{ rowNo: number; verdict: Verdict; doubts: string[] }> {
    const { transactions, events } = this.tools;
    return transactions.command(actor, async (tx) => {
      const head = await this.load(tx, actor, importId, 'LOCK IN SHARE MODE');
      const stored = await tx.row<RowOfTable>(
        `SELECT ${ROW} FROM ${this.kind.table}_row WHERE import_id = ? AND row_no = ? FOR UPDATE`,
        [importId, rowNo],
      );
      if (!stored) throw this.kind.notFound();
      if (stored.subjectId || !['ready', 'committed'].includes(head.status)) throw this.wrongState(head);
      const { verdict, doubts, kept } = await change(tx, head, this.toRow(importId, stored, 'open'));
      await tx.execute(
        `UPDATE ${this.kind.table}_row SET cells = ?, verdict = ?, doubts = ?, settled_by = ? WHERE import_id = ? AND row_no = ?`,
        [this.seal(importId, rowNo, kept), verdict, JSON.stringify(doubts), actor.personId, importId, rowNo],
      );
      await events.record(tx, this.event(this.kind.events.corrected, head, actor.personId, { rowNo, fields, verdict }));
      return { rowNo, verdict, doubts };
    });
  }

  /** A job takes the accepted rows in. May be asked again after more rows were corrected. Throws what `load` throws, and the
   *  state's problem. */
  async commit(actor: Actor, importId: string): Promise<{ id: string; status: ImportStatus }> {
    const { transactions, jobs } = this.tools;
    return transactions.command(actor, async (tx) => {
      await this.enter(tx, actor, importId, ['ready', 'committed'], 'committing', ', committed_by = ?', [
        actor.personId,
      ]);
      await jobs.schedule(tx, { kind: this.kind.jobs.commit, subjectId: importId, dueAt: await tx.now() });
      return { id: importId, status: 'committing' };
    });
  }

  /** The job that takes rows in. */
  async takeRowsIn({ subjectId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const { transactions } = this.tools;
    const head = await this.headOf(transactions, subjectId);
    if (head?.status !== 'committing') return;
    const units = await this.unitsBelow(transactions, head);
    await this.inBatches(
      head.id,
      { which: `verdict = 'accept' AND subject_id IS NULL` },
      keepAlive,
      async (tx, rows) => {
        const outcomes = await this.takeIn(tx, head, rows, units);
        await this.keepOutcomes(tx, head.id, rows, outcomes);
      },
    );
    await transactions.run(async (tx) => {
      await tx.execute(
        `UPDATE ${this.kind.table} SET status = 'committed', finished_at = UTC_TIMESTAMP(3) WHERE id = ? AND status = 'committing'`,
        [head.id],
      );
      await tx.execute(`DELETE FROM ${this.kind.table}_file WHERE import_id = ?`, [head.id]);
    });
  }

  /** A job undoes all that this import added, as far as nobody has worked with it since. What it only recognised stays. Throws
   *  what `load` throws, the state's problem, NOTHING_TO_TAKE_BACK. */
  async takeBack(actor: Actor, importId: string, reason: string): Promise<{ id: string; status: ImportStatus }> {
    const { transactions, jobs, events } = this.tools;
    return transactions.command(actor, async (tx) => {
      const head = await this.enter(tx, actor, importId, ['committed'], 'taking_back', ', taken_back_by = ?', [
        actor.personId,
      ]);
      const added = await tx.row(`SELECT 1 FROM ${this.kind.table}_row WHERE import_id = ? AND ${UNDOABLE} LIMIT 1`, [
        importId,
      ]);
      if (!added) throw NothingToTakeBack();
      await jobs.schedule(tx, { kind: this.kind.jobs.takeBack, subjectId: importId, dueAt: await tx.now() });
      await events.record(tx, this.event(this.kind.events.takenBack, head, actor.personId, { reason }));
      return { id: importId, status: 'taking_back' };
    });
  }

  /** The job that takes rows back. */
  async takeRowsBack({ subjectId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const { transactions } = this.tools;
    const { table } = this.kind;
    const head = await transactions.row<ImportHead & { takenBackBy: string }>(
      `SELECT * FROM ${table} WHERE id = ? AND status = 'taking_back'`,
      [subjectId],
    );
    if (!head) return;
    // What came later may rest on what came before.
    await this.inBatches(head.id, { which: UNDOABLE, isBackwards: true }, keepAlive, async (tx, rows) => {
      const undone = await this.undo(
        tx,
        head,
        rows.map(({ subjectId: id }) => id!),
        { actorId: head.takenBackBy },
      );
      if (undone.length === 0) return;
      await tx.execute(`UPDATE ${table}_row SET is_taken_back = 1 WHERE import_id = ? AND subject_id IN (?)`, [
        head.id,
        undone,
      ]);
      await tx.execute(`UPDATE ${table} SET taken_back = taken_back + ? WHERE id = ?`, [undone.length, head.id]);
    });
    await transactions.run((tx) =>
      tx.execute(
        `UPDATE ${table} SET status = 'taken_back', finished_at = UTC_TIMESTAMP(3) WHERE id = ? AND status = 'taking_back'`,
        [head.id],
      ),
    );
  }

  /** Newest first. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<ImportAnswer>> {
    const { transactions, access } = this.tools;
    const scope = access.scope(actor, this.kind.permission).where('unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    const heads = await transactions.rows<ImportHead>(
      `SELECT * FROM ${this.kind.table} WHERE ${scope.sql}${after ? ' AND id < ?' : ''} ORDER BY id DESC LIMIT ?`,
      [...scope.values, ...(after ?? []), query.limit + 1],
    );
    const counts = await this.counts(heads.map(({ id }) => id));
    return toPage(
      heads,
      query.limit,
      ({ id }) => [id],
      (head) => this.toAnswer(head, counts.get(head.id), actor),
    );
  }

  /** Throws what `load` throws. */
  async get(actor: Actor, importId: string): Promise<ImportAnswer> {
    const head = await this.load(this.tools.transactions, actor, importId);
    return this.toAnswer(head, (await this.counts([importId])).get(importId), actor);
  }

  /** The rows as they stand, decrypted: the caller masks them. Throws what `load` throws. */
  async rows<T>(
    actor: Actor,
    importId: string,
    query: { limit: number; cursor?: string; verdict?: Verdict },
    show: (row: StoredRow<Kept>) => T,
  ): Promise<Page<T>> {
    const { transactions } = this.tools;
    await this.load(transactions, actor, importId);
    const after = readCursor(query.cursor, ['integer']);
    const rows = await transactions.rows<RowOfTable>(
      `SELECT ${ROW} FROM ${this.kind.table}_row WHERE import_id = ? AND row_no > ?${query.verdict ? ' AND verdict = ?' : ''} ORDER BY row_no LIMIT ?`,
      [importId, after?.[0] ?? 0, ...(query.verdict ? [query.verdict] : []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      ({ rowNo }) => [String(rowNo)],
      (row) => show(this.toRow(importId, row, 'show')),
    );
  }

  /** A workbook with the rows that need a person, as they were typed, and why; ready to be mended and sent again. It names
   *  people, so that it was made is recorded. Throws what `load` throws. */
  async attention(actor: Actor, importId: string): Promise<Buffer> {
    const { transactions, events } = this.tools;
    const head = await this.load(transactions, actor, importId);
    await transactions.run((tx) => events.record(tx, this.event(this.kind.events.attention, head, actor.personId)));
    const rows = await transactions.rows<RowOfTable>(
      `SELECT ${ROW} FROM ${this.kind.table}_row
       WHERE import_id = ? AND verdict IN ('review','reject') AND subject_id IS NULL ORDER BY row_no LIMIT ${ATTENTION_LIMIT}`,
      [importId],
    );
    const { sheet, headings, widths } = this.kind.workbook;
    const lines = rows.map((stored) => {
      const row = this.toRow(importId, stored, 'show');
      return [...this.lineOf(row), `${row.sheet} 第${row.row}行：${this.explain(row.doubts, 'zh').join('；')}`];
    });
    return toWorkbook(sheet, [...headings, '需要处理的原因'], lines, [...widths, 50]);
  }

  /** A blank form to fill in. */
  template(): Promise<Buffer> {
    const { sheet, headings, example, widths } = this.kind.workbook;
    return toWorkbook(sheet, [...headings], [[...example]], [...widths]);
  }

  /** Throws the kind's "not found", FORBIDDEN. */
  async load(
    reader: Reader,
    actor: Actor,
    importId: string,
    lock: '' | 'LOCK IN SHARE MODE' = '',
  ): Promise<ImportHead> {
    const head = await this.headOf(reader, importId, lock);
    if (!head) throw this.kind.notFound();
    this.tools.access.require(actor, this.kind.permission, head.unitPath, this.kind.notFound);
    return head;
  }

  /** The communities and other units below the import's own, by code. */
  protected async unitsBelow(reader: Reader, { unitPath }: Pick<ImportHead, 'unitPath'>): Promise<Map<string, Unit>> {
    return new Map((await this.tools.units.below(reader, unitPath)).map((unit) => [unit.code, unit]));
  }

  private async readRows(head: ImportHead, keepAlive: () => Promise<void>): Promise<void> {
    const { transactions, headings: remembered } = this.tools;
    const { table, parser, mostRows, mostSheetRows } = this.kind;
    const choices = await remembered.choices(transactions, this.kind.form, head.unitPath);
    const { rows, headings } = await parseFile<P>(await this.file(head.id), head.fileName, {
      parser,
      context: await this.task(head, choices),
      mostRows: mostSheetRows,
      stillReading: keepAlive,
    });
    if (rows.length > mostRows) throw tooMuch(`超过 ${mostRows} 行`, `more than ${mostRows} rows`);
    await keepAlive();
    await this.forgetRows(head.id);
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      await transactions.run(async (tx) => {
        const judged = await this.judge(tx, head, rows.slice(from, from + ROWS_AT_ONCE) as ReturnType<P>['rows']);
        const stored = judged.map((row, at): Record<string, SqlValue> => ({
          importId: head.id,
          rowNo: from + at + 1,
          sheet: maskText(row.sheet).slice(0, 60),
          sheetRow: row.row,
          verdict: row.verdict,
          doubts: JSON.stringify(row.doubts.map((doubt) => maskText(doubt))),
          cells: this.seal(head.id, from + at + 1, row.kept),
        }));
        await tx.insert(`${table}_row`, stored);
        await tx.execute(`UPDATE ${table} SET rows_read = ? WHERE id = ?`, [from + judged.length, head.id]);
      });
      await keepAlive();
    }
    await transactions.run((tx) =>
      tx.execute(
        `UPDATE ${table} SET status = 'ready', rows_total = ?, headings = ? WHERE id = ? AND status = 'reading'`,
        [rows.length, this.sealHeadings(head.id, headings), head.id],
      ),
    );
  }

  private async file(importId: string): Promise<Buffer> {
    const { transactions, vault } = this.tools;
    const column = `${this.kind.table}_file.body`;
    const parts = await transactions.rows<{ part: number; body: Buffer }>(
      `SELECT part, body FROM ${this.kind.table}_file WHERE import_id = ? ORDER BY part`,
      [importId],
    );
    return Buffer.concat(parts.map(({ part, body }) => vault.openBytes(column, `${importId}-${part}`, body)));
  }

  /** Rows of an attempt that was cut off, or of the reading before. */
  private async forgetRows(importId: string): Promise<void> {
    for (let gone = 1; gone > 0;)
      gone = await this.tools.transactions.run((tx) =>
        tx.execute(`DELETE FROM ${this.kind.table}_row WHERE import_id = ? LIMIT ${ROWS_AT_ONCE}`, [importId]),
      );
  }

  /** Moves the import to its next state: the status in the WHERE has the last word. */
  private async enter(
    tx: Tx,
    actor: Actor,
    importId: string,
    from: ImportStatus[],
    to: ImportStatus,
    set: string,
    values: SqlValue[] = [],
  ): Promise<ImportHead> {
    const head = await this.load(tx, actor, importId);
    const moved = await tx.execute(`UPDATE ${this.kind.table} SET status = ?${set} WHERE id = ? AND status IN (?)`, [
      to,
      ...values,
      importId,
      from,
    ]);
    if (moved === 0) throw this.wrongState((await this.headOf(tx, importId)) ?? head);
    return head;
  }

  private async inBatches(
    importId: string,
    { which, isBackwards = false }: { which: string; isBackwards?: boolean },
    keepAlive: () => Promise<void>,
    work: (tx: Tx, rows: StoredRow<Kept>[]) => Promise<void>,
  ): Promise<void> {
    const { transactions } = this.tools;
    const [beyond, order] = isBackwards ? ['<', 'DESC'] : ['>', 'ASC'];
    for (let after = isBackwards ? Number.MAX_SAFE_INTEGER : 0; ;) {
      // Locked: a second worker with the same job waits, and finds these rows done.
      const last = await transactions.run(async (tx) => {
        const rows = await tx.rows<RowOfTable>(
          `SELECT ${ROW} FROM ${this.kind.table}_row WHERE import_id = ? AND ${which} AND row_no ${beyond} ?
           ORDER BY row_no ${order} LIMIT ${this.kind.batch} FOR UPDATE`,
          [importId, after],
        );
        if (rows.length > 0)
          await work(
            tx,
            rows.map((row) => this.toRow(importId, row, 'open')),
          );
        return rows.at(-1)?.rowNo;
      });
      if (last === undefined) return;
      after = last;
      await keepAlive();
    }
  }

  private async keepOutcomes(tx: Tx, importId: string, rows: StoredRow<Kept>[], outcomes: Outcome[]): Promise<void> {
    const { table } = this.kind;
    let [added, known] = [0, 0];
    for (const [at, outcome] of outcomes.entries()) {
      const { rowNo } = rows[at]!;
      const where = `WHERE import_id = ? AND row_no = ?`;
      if ('refused' in outcome)
        await tx.execute(`UPDATE ${table}_row SET verdict = 'reject', doubts = ? ${where}`, [
          JSON.stringify([outcome.refused]),
          importId,
          rowNo,
        ]);
      else {
        await tx.execute(`UPDATE ${table}_row SET subject_id = ?, is_known = ? ${where}`, [
          outcome.id,
          outcome.isKnown,
          importId,
          rowNo,
        ]);
        if (outcome.isKnown) known += 1;
        else added += 1;
      }
    }
    await tx.execute(`UPDATE ${table} SET added = added + ?, known = known + ? WHERE id = ?`, [added, known, importId]);
  }

  private async counts(importIds: string[]): Promise<Map<string, ImportCounts>> {
    const counts = new Map<string, ImportCounts>();
    if (importIds.length === 0) return counts;
    const rows = await this.tools.transactions.rows<{ importId: string; verdict: Verdict; n: number }>(
      `SELECT import_id, verdict, COUNT(*) AS n FROM ${this.kind.table}_row WHERE import_id IN (?) GROUP BY import_id, verdict`,
      [importIds],
    );
    for (const { importId, verdict, n } of rows)
      counts.set(importId, { ...(counts.get(importId) ?? NO_ROWS), [verdict]: Number(n) });
    return counts;
  }

  private toAnswer(head: ImportHead, counts: ImportCounts = NO_ROWS, { locale }: Actor): ImportAnswer {
    const kind = head.problem === null ? undefined : problemKind(head.problem);
    const details = JSON.parse(head.problemDetails ?? '{}') as Record<string, unknown>;
    return {
      id: head.id,
      unitId: head.unitId,
      fileName: head.fileName,
      status: head.status,
      problem: kind
        ? { code: kind.code, title: problemBody(new Problem(kind, details), locale).title as string }
        : null,
      rowsRead: head.rowsRead,
      rowsTotal: head.rowsTotal,
      counts,
      added: head.added,
      known: head.known,
      takenBack: head.takenBack,
      headings: this.headingsOf(head),
      createdAt: head.createdAt,
      finishedAt: head.finishedAt,
    };
  }

  private sealHeadings(importId: string, headings: Heading[]): Buffer {
    return this.tools.vault.seal(`${this.kind.table}.headings`, importId, JSON.stringify(headings));
  }

  private headingsOf({ id, headings }: ImportHead): Heading[] {
    const told = headings && this.tools.vault.tryOpen(`${this.kind.table}.headings`, id, headings);
    return told ? (JSON.parse(told) as Heading[]) : [];
  }

  private headOf(
    reader: Reader,
    importId: string,
    lock: '' | 'LOCK IN SHARE MODE' = '',
  ): Promise<ImportHead | undefined> {
    return reader.row<ImportHead>(`SELECT * FROM ${this.kind.table} WHERE id = ? ${lock}`, [importId]);
  }

  private wrongState({ status }: ImportHead): Problem {
    return this.kind.wrongState({ state: IMPORT_STATUS_WORDS[status] });
  }

  private seal(importId: string, rowNo: number, kept: Kept): Buffer {
    return this.tools.vault.seal(`${this.kind.table}_row.cells`, `${importId}-${rowNo}`, JSON.stringify(kept));
  }

  private toRow(
    importId: string,
    { cells, doubts, sheetRow, isKnown, isTakenBack, ...row }: RowOfTable,
    how: 'open' | 'show',
  ): StoredRow<Kept> {
    const { vault } = this.tools;
    const where = [`${this.kind.table}_row.cells`, `${importId}-${row.rowNo}`, cells] as const;
    const kept = how === 'open' ? vault.open(...where) : vault.tryOpen(...where);
    return {
      ...row,
      row: sheetRow,
      doubts: JSON.parse(doubts) as string[],
      kept: kept === undefined ? this.unreadable : (JSON.parse(kept) as Kept),
      isKnown: Boolean(isKnown),
      isTakenBack: Boolean(isTakenBack),
    };
  }

  private event(
    name: string,
    { id, unitId }: { id: string; unitId: string },
    actorId: string,
    data?: Record<string, unknown>,
  ): Parameters<ImportTools['events']['record']>[1] {
    return { name, unitId, subjectId: id, actorId, visibility: 'internal', data };
  }
}

/** What this import added and is not undone yet. */
const UNDOABLE = 'subject_id IS NOT NULL AND is_known = 0 AND is_taken_back = 0';

const ROW = 'row_no, sheet, sheet_row, verdict, doubts, cells, subject_id, is_known, is_taken_back';
interface RowOfTable {
  rowNo: number;
  sheet: string;
  sheetRow: number;
  verdict: Verdict;
  doubts: string;
  cells: Buffer;
  subjectId: string | null;
  isKnown: number;
  isTakenBack: number;
}

const NO_ROWS: ImportCounts = { accept: 0, review: 0, reject: 0, duplicate: 0 };
