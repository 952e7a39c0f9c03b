import {
  Problem,
  problemBody,
  problemKind,
  readCursor,
  toPage,
  toWorkbook,
  type Actor,
  type Locale,
  type Page,
  type Reader,
} from '#libs/platform';
import type { Unit } from '#libs/identity';
import type { ImportHead, ImportKind, StoredRow, Verdict } from './import-kind.js';
import { importStepsFor, isUnderWay } from './import-steps.js';
import { ImportStore, NO_ROWS, type Lock, type ShownHead } from './import-store.js';
import type { ImportTools } from './import-tools.js';
import type { ImportResponse, ImportCounts } from './imports.dto.js';
import { rowReasons } from './row-reasons.js';
import { eventContext } from './imports.events.js';

const ATTENTION_LIMIT = 60_000;

/** What screens show of a kind of import: lists, progress, rows, the workbook of rows that need attention, the form. */
export abstract class ImportViews<Kept extends object> {
  protected readonly tables: ImportStore<Kept>;

  constructor(
    readonly kind: ImportKind,
    protected readonly tools: ImportTools,
  ) {
    this.tables = new ImportStore(kind, tools);
  }

  /** Replaces the contents of a row that cannot be decrypted, in lists. */
  protected abstract readonly unreadable: Kept;
  /** The row as it was typed, in the columns of the workbook. */
  protected abstract lineOf(row: StoredRow<Kept>): (string | null | undefined)[];
  /** Why a row needs attention, in the reader's language; `rowReasons` explains duplicates within the file. */
  abstract explain(doubts: readonly string[], locale: Actor['locale']): string[];

  /** Newest first. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<ImportResponse>> {
    const { transactions, access } = this.tools;
    const scope = access.scope(actor, this.kind.permission).where('unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    const heads = await transactions.rows<ShownHead>(
      `${this.tables.shown} WHERE ${scope.sql}${after ? ' AND id < ?' : ''} ORDER BY id DESC LIMIT ?`,
      [...scope.values, ...(after ?? []), query.limit + 1],
    );
    const counts = await this.tables.counts(
      transactions,
      heads.map(({ id }) => id),
    );
    return toPage(
      heads,
      query.limit,
      ({ id }) => [id],
      (head) => this.toAnswer(head, counts.get(head.id), actor),
    );
  }

  /** Throws what `load` throws. */
  async get(actor: Actor, importId: string): Promise<ImportResponse> {
    const { transactions } = this.tools;
    const head = await transactions.row<ShownHead>(`${this.tables.shown} WHERE id = ?`, [importId]);
    this.assertSeen(actor, head);
    return this.toAnswer(head, (await this.tables.counts(transactions, [importId])).get(importId), actor);
  }

  /** The rows in their current state, decrypted; the caller must mask them. `reading` is the number that a correction must
   *  name. Throws what `load` throws. */
  async rows<T>(
    actor: Actor,
    importId: string,
    query: { limit: number; cursor?: string; verdict?: Verdict },
    show: (row: StoredRow<Kept>, reading: number) => T,
  ): Promise<Page<T>> {
    const { transactions } = this.tools;
    // Loaded before the rows, so that rows of a later reading are not mistaken for rows of this one.
    const { reading } = await this.load(transactions, actor, importId);
    const after = readCursor(query.cursor, ['integer']);
    const rows = await this.tables.rows(transactions, importId, {
      which: query.verdict ? 'verdict = ?' : 'TRUE',
      values: query.verdict ? [query.verdict] : [],
      after: Number(after?.[0] ?? 0),
      limit: query.limit + 1,
    });
    return toPage(
      rows,
      query.limit,
      ({ rowNo }) => [String(rowNo)],
      (row) => show(this.tables.show(importId, row, this.unreadable), reading),
    );
  }

  /** Why a row needs attention, in the reader's language. */
  reasons(row: StoredRow<Kept>, locale: Locale): string[] {
    return rowReasons(row, (doubts) => this.explain(doubts, locale), locale);
  }

  /** A workbook with the rows that need attention, as they were typed, and the reasons. It can be corrected and sent again.
   *  As it names people, its creation is recorded. Throws what `load` throws. */
  async attention(actor: Actor, importId: string): Promise<Buffer> {
    const { transactions, events } = this.tools;
    const head = await this.load(transactions, actor, importId);
    await transactions.run((tx) =>
      events.record(tx, this.kind.events.attention({ ...eventContext(head, actor), data: {} })),
    );
    const rows = await this.tables.rows(transactions, importId, {
      which: `verdict IN ('review','reject') AND subject_id IS NULL`,
      limit: ATTENTION_LIMIT,
    });
    const { sheet, headings, widths } = this.kind.workbook;
    const lines = rows.map((sealed) => {
      const row = this.tables.show(importId, sealed, this.unreadable);
      return [...this.lineOf(row), `${row.sheet} 第${row.row}行：${this.reasons(row, 'zh').join('；')}`];
    });
    return toWorkbook(sheet, [...headings, '需要处理的原因'], lines, [...widths, 50]);
  }

  /** A blank form to fill in. */
  template(): Promise<Buffer> {
    const { sheet, headings, example, widths } = this.kind.workbook;
    return toWorkbook(sheet, [...headings], [[...example]], [...widths]);
  }

  /** Throws the kind's "not found", FORBIDDEN. */
  async load(reader: Reader, actor: Actor, importId: string, lock: Lock = ''): Promise<ImportHead> {
    const head = await this.tables.head(reader, importId, lock);
    this.assertSeen(actor, head);
    return head;
  }

  private assertSeen(actor: Actor, head: ImportHead | undefined): asserts head is ImportHead {
    if (!head) throw this.kind.notFound();
    this.tools.access.require(actor, this.kind.permission, head.unitPath, this.kind.notFound);
  }

  /** The import's unit and all units below it, by code. */
  protected async unitsBelow(reader: Reader, { unitPath }: Pick<ImportHead, 'unitPath'>): Promise<Map<string, Unit>> {
    return new Map((await this.tools.units.below(reader, unitPath)).map((unit) => [unit.code, unit]));
  }

  private toAnswer(head: ShownHead, counts: ImportCounts = NO_ROWS, { locale }: Actor): ImportResponse {
    const kind = head.problem === null ? undefined : problemKind(head.problem);
    const details = JSON.parse(head.problemDetails ?? '{}') as Record<string, unknown>;
    return {
      id: head.id,
      unitId: head.unitId,
      fileName: head.fileName,
      status: head.status,
      isUnderWay: isUnderWay(head.status),
      allowedSteps: importStepsFor(head, { hasFile: Boolean(head.hasFile), isUndoable: Boolean(head.isUndoable) }),
      problem: kind
        ? { code: kind.code, title: problemBody(new Problem(kind, details), locale).title as string }
        : null,
      rowsRead: head.rowsRead,
      rowsTotal: head.rowsTotal,
      counts,
      added: head.added,
      known: head.known,
      takenBack: head.takenBack,
      hidden: { sheets: head.hiddenSheets, rows: head.hiddenRows },
      headings: this.tables.headingsOf(head),
      createdAt: head.createdAt,
      finishedAt: head.finishedAt,
    };
  }
}
