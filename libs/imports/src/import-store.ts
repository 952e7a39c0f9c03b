import { maskText, type Heading, type Reader, type SqlValue, type Tx } from '#libs/platform';
import {
  DUPLICATE,
  type HiddenParts,
  type ImportHead,
  type ImportKind,
  type ImportStatus,
  type JudgedRow,
  type Outcome,
  type StoredRow,
  type Verdict,
} from './import-kind.js';
import type { ImportTools } from './import-tools.js';
import type { ImportCounts } from './imports.dto.js';
import { ROW_COLUMNS, toRow, type EncryptedRow } from './sealed-row.js';

const PART_BYTES = 1_000_000;
export const ROWS_AT_ONCE = 500;
const LONGEST_SHEET_NAME = 60;

/** SQL: rows whose records this import added and has not taken back. */
export const UNDOABLE = 'subject_id IS NOT NULL AND is_known = 0 AND is_taken_back = 0';

/** A head as screens show it. */
export type ShownHead = ImportHead & Record<'hasFile' | 'isUndoable', number>;

export type Lock = '' | 'LOCK IN SHARE MODE' | 'FOR UPDATE';

/** Another worker reads, or has read, the same file; only one of them may write rows. */
export class ReadElsewhere extends Error {
  constructor() {
    super('the file is read by another worker, or was read');
  }
}

/** The tables of one kind of import: heads, rows and files. Contents of rows, headings and files are encrypted. */
export class ImportStore<Kept extends object> {
  constructor(
    private readonly kind: ImportKind,
    private readonly tools: ImportTools,
  ) {}

  /** SELECT of heads for screens, without WHERE. */
  get shown(): string {
    const { table } = this.kind;
    return `SELECT *, EXISTS (SELECT 1 FROM ${table}_file f WHERE f.import_id = ${table}.id) AS has_file,
      EXISTS (SELECT 1 FROM ${table}_row r WHERE r.import_id = ${table}.id AND ${UNDOABLE}) AS is_undoable FROM ${table}`;
  }

  head(reader: Reader, importId: string, lock: Lock = ''): Promise<ImportHead | undefined> {
    return reader.row<ImportHead>(`SELECT * FROM ${this.kind.table} WHERE id = ? ${lock}`, [importId]);
  }

  /** Moves an import to status `to` if its status is one of `from`, else returns false; `set` extends the UPDATE. */
  async move(
    tx: Tx,
    importId: string,
    {
      from,
      to,
      set = '',
      values = [],
    }: { from: readonly ImportStatus[]; to: ImportStatus; set?: string; values?: SqlValue[] },
  ): Promise<boolean> {
    const moved = await tx.execute(`UPDATE ${this.kind.table} SET status = ?${set} WHERE id = ? AND status IN (?)`, [
      to,
      ...values,
      importId,
      from,
    ]);
    return moved > 0;
  }

  async counts(reader: Reader, importIds: string[]): Promise<Map<string, ImportCounts>> {
    const counts = new Map<string, ImportCounts>();
    if (importIds.length === 0) return counts;
    const rows = await reader.rows<{ importId: string; verdict: Verdict; n: number }>(
      `SELECT import_id, verdict, COUNT(*) AS n FROM ${this.kind.table}_row WHERE import_id IN (?) GROUP BY import_id, verdict`,
      [importIds],
    );
    for (const { importId, verdict, n } of rows)
      counts.set(importId, { ...(counts.get(importId) ?? NO_ROWS), [verdict]: Number(n) });
    return counts;
  }

  async keepFile(tx: Tx, importId: string, file: Buffer): Promise<void> {
    for (let part = 0; part * PART_BYTES < file.length; part += 1) {
      const bytes = file.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
      const body = this.tools.encryption.encrypt(`${this.kind.table}_file.body`, `${importId}-${part}`, bytes);
      await tx.insert(this.kind.entities.file, { importId, part, body });
    }
  }

  async file(importId: string): Promise<Buffer> {
    const { transactions, encryption } = this.tools;
    const column = `${this.kind.table}_file.body`;
    const parts = await transactions.rows<{ part: number; body: Buffer }>(
      `SELECT part, body FROM ${this.kind.table}_file WHERE import_id = ? ORDER BY part`,
      [importId],
    );
    return Buffer.concat(parts.map(({ part, body }) => encryption.decryptBytes(column, `${importId}-${part}`, body)));
  }

  async hasFile(reader: Reader, importId: string): Promise<boolean> {
    return Boolean(await reader.row(`SELECT 1 FROM ${this.kind.table}_file WHERE import_id = ? LIMIT 1`, [importId]));
  }

  deleteFile(tx: Tx, importId: string): Promise<number> {
    return tx.execute(`DELETE FROM ${this.kind.table}_file WHERE import_id = ?`, [importId]);
  }

  deleteSomeRows(tx: Tx, importId: string): Promise<number> {
    return tx.execute(`DELETE FROM ${this.kind.table}_row WHERE import_id = ? LIMIT ${ROWS_AT_ONCE}`, [importId]);
  }

  /** Rows after (backwards: before) a row number, in order. `which` is one more condition of the WHERE clause. */
  rows(
    reader: Reader,
    importId: string,
    {
      which,
      values = [],
      isBackwards = false,
      after = isBackwards ? Number.MAX_SAFE_INTEGER : 0,
      limit,
      lock = '',
    }: { which: string; values?: SqlValue[]; after?: number; isBackwards?: boolean; limit: number; lock?: Lock },
  ): Promise<EncryptedRow[]> {
    const [beyond, order] = isBackwards ? ['<', 'DESC'] : ['>', 'ASC'];
    return reader.rows<EncryptedRow>(
      `SELECT ${ROW_COLUMNS} FROM ${this.kind.table}_row WHERE import_id = ? AND row_no ${beyond} ? AND ${which}
       ORDER BY row_no ${order} LIMIT ? ${lock}`,
      [importId, after, ...values, limit],
    );
  }

  lockRow(tx: Tx, importId: string, rowNo: number): Promise<EncryptedRow | undefined> {
    return tx.row<EncryptedRow>(
      `SELECT ${ROW_COLUMNS} FROM ${this.kind.table}_row WHERE import_id = ? AND row_no = ? FOR UPDATE`,
      [importId, rowNo],
    );
  }

  /** Decrypts a row; throws when that fails. */
  open(importId: string, row: EncryptedRow): StoredRow<Kept> {
    const kept = this.tools.encryption.decrypt(`${this.kind.table}_row.cells`, `${importId}-${row.rowNo}`, row.cells);
    return toRow(row, JSON.parse(kept) as Kept);
  }

  /** Decrypts a row for a list; uses `unreadable` when that fails. */
  show(importId: string, row: EncryptedRow, unreadable: Kept): StoredRow<Kept> {
    const kept = this.tools.encryption.tryDecrypt(
      `${this.kind.table}_row.cells`,
      `${importId}-${row.rowNo}`,
      row.cells,
    );
    return toRow(row, kept === undefined ? unreadable : (JSON.parse(kept) as Kept));
  }

  /** Sets the number of rows read. Throws ReadElsewhere when it is not `from`, or when the import is not being read. */
  async advance(tx: Tx, importId: string, { from, to }: { from?: number; to: number }): Promise<void> {
    const moved = await tx.execute(
      `UPDATE ${this.kind.table} SET rows_read = ? WHERE id = ? AND status = 'reading' AND rows_read = COALESCE(?, rows_read)`,
      [to, importId, from ?? null],
    );
    if (moved === 0) throw new ReadElsewhere();
  }

  async insertRows(tx: Tx, importId: string, from: number, rows: JudgedRow<Kept>[]): Promise<void> {
    const stored = rows.map((row, at) => ({
      importId,
      rowNo: from + at + 1,
      sheet: sheetName(row.sheet),
      sheetRow: row.row,
      verdict: row.verdict,
      doubts: JSON.stringify(row.doubts.map((doubt) => maskText(doubt))),
      sameAs: row.sameAs ? JSON.stringify({ row: row.sameAs.row, sheet: sheetName(row.sameAs.sheet) }) : null,
      cells: this.seal(importId, from + at + 1, row.kept),
    }));
    await tx.insert(this.kind.entities.row, stored);
  }

  /** Marks the file as completely read; its rows belong to the next reading. */
  async finishReading(
    tx: Tx,
    importId: string,
    { total, headings, hidden }: { total: number; headings: Heading[]; hidden: HiddenParts },
  ): Promise<void> {
    const read = await tx.execute(
      `UPDATE ${this.kind.table} SET status = 'ready', reading = reading + 1, rows_total = ?, headings = ?, hidden_sheets = ?, hidden_rows = ?
       WHERE id = ? AND status = 'reading' AND rows_read = ?`,
      [total, this.sealHeadings(importId, headings), hidden.sheets.length, hidden.rows, importId, total],
    );
    if (read === 0) throw new ReadElsewhere();
  }

  async keepCorrection(
    tx: Tx,
    importId: string,
    { rowNo, verdict, doubts, kept }: Pick<StoredRow<Kept>, 'rowNo' | 'verdict' | 'doubts' | 'kept'>,
    by: string,
  ): Promise<void> {
    await tx.execute(
      `UPDATE ${this.kind.table}_row SET cells = ?, verdict = ?, doubts = ?, same_as = IF(?, same_as, NULL), corrected_by = ?
       WHERE import_id = ? AND row_no = ?`,
      [
        this.seal(importId, rowNo, kept),
        verdict,
        JSON.stringify(doubts),
        doubts.includes(DUPLICATE),
        by,
        importId,
        rowNo,
      ],
    );
  }

  async keepOutcomes(tx: Tx, importId: string, rows: StoredRow<Kept>[], outcomes: Outcome[]): Promise<void> {
    const { table } = this.kind;
    let [added, known] = [0, 0];
    for (const [at, outcome] of outcomes.entries()) {
      const [set, values] =
        'refused' in outcome
          ? [`verdict = 'reject', doubts = ?`, [JSON.stringify([outcome.refused])]]
          : ['subject_id = ?, is_known = ?', [outcome.id, outcome.isKnown]];
      await tx.execute(`UPDATE ${table}_row SET ${set} WHERE import_id = ? AND row_no = ?`, [
        ...values,
        importId,
        rows[at]!.rowNo,
      ]);
      if ('refused' in outcome) continue;
      if (outcome.isKnown) known += 1;
      else added += 1;
    }
    await tx.execute(`UPDATE ${table} SET added = added + ?, known = known + ? WHERE id = ?`, [added, known, importId]);
  }

  async keepUndone(tx: Tx, importId: string, subjectIds: string[]): Promise<void> {
    const { table } = this.kind;
    if (subjectIds.length === 0) return;
    await tx.execute(`UPDATE ${table}_row SET is_taken_back = 1 WHERE import_id = ? AND subject_id IN (?)`, [
      importId,
      subjectIds,
    ]);
    await tx.execute(`UPDATE ${table} SET taken_back = taken_back + ? WHERE id = ?`, [subjectIds.length, importId]);
  }

  sealHeadings(importId: string, headings: Heading[]): Buffer {
    return this.tools.encryption.encrypt(`${this.kind.table}.headings`, importId, JSON.stringify(headings));
  }

  headingsOf({ id, headings }: ImportHead): Heading[] {
    const text = headings && this.tools.encryption.tryDecrypt(`${this.kind.table}.headings`, id, headings);
    return text ? (JSON.parse(text) as Heading[]) : [];
  }

  private seal(importId: string, rowNo: number, kept: Kept): Buffer {
    return this.tools.encryption.encrypt(`${this.kind.table}_row.cells`, `${importId}-${rowNo}`, JSON.stringify(kept));
  }
}

export const NO_ROWS: ImportCounts = { accept: 0, review: 0, reject: 0, duplicate: 0 };

const sheetName = (name: string): string => maskText(name).slice(0, LONGEST_SHEET_NAME);
