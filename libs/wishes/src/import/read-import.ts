import { Injectable } from '@nestjs/common';
import { Transactions, Vault, isRefusal, readSheets, type DueJob, type SqlValue } from '#libs/platform';
import { Units } from '#libs/identity';
import { ImportRows } from './import-rows.js';
import { readForm } from './read-form.js';

const BATCH = 500;
/** Rows that are understood before others get their turn. */
const ROWS_AT_ONCE = 20;

/** The job that reads a sent file into rows with verdicts. It may start over at any time. */
@Injectable()
export class ReadImport {
  constructor(
    private readonly transactions: Transactions,
    private readonly units: Units,
    private readonly vault: Vault,
    private readonly rows: ImportRows,
  ) {}

  async run({ subjectId: importId }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const started = await this.transactions.row<{ fileName: string; unitPath: string; createdAt: Date }>(
      `SELECT file_name, unit_path, created_at FROM wish_import WHERE id = ? AND status = 'reading'`,
      [importId],
    );
    if (!started) return;
    try {
      const sheets = await readSheets(await this.file(importId), started.fileName, { stillReading: keepAlive });
      await keepAlive();
      await this.forget(importId);
      const names = await this.units.names(this.transactions, started.unitPath);
      await this.keep(importId, readForm(sheets, names, started.createdAt, started.fileName), keepAlive);
    } catch (error) {
      // Too many files at once: the job tries again.
      if (!isRefusal(error)) throw error;
      await this.transactions.run((tx) =>
        tx.execute(
          `UPDATE wish_import SET status = 'failed', problem = ?, problem_details = ?, finished_at = UTC_TIMESTAMP(3) WHERE id = ?`,
          [error.kind.code, JSON.stringify(error.details), importId],
        ),
      );
    }
  }

  private async keep(
    importId: string,
    read: Iterable<Parameters<ImportRows['seal']>[2] & RowHead>,
    keepAlive: () => Promise<void>,
  ): Promise<void> {
    let batch: Record<string, SqlValue>[] = [];
    let rowNo = 0;
    const flush = async (): Promise<void> => {
      const rows = batch;
      batch = [];
      await this.transactions.run(async (tx) => {
        await tx.insert('wish_import_row', rows);
        await tx.execute('UPDATE wish_import SET rows_read = ? WHERE id = ?', [rowNo, importId]);
      });
      await keepAlive();
    };
    for (const row of read) {
      rowNo += 1;
      if (rowNo % ROWS_AT_ONCE === 0) await new Promise((resume) => setImmediate(resume));
      batch.push({
        importId,
        rowNo,
        sheet: row.sheet.slice(0, 100),
        sheetRow: row.row,
        verdict: row.verdict,
        why: row.why.join('|').slice(0, 300),
        cells: this.rows.seal(importId, rowNo, row),
      });
      if (batch.length === BATCH) await flush();
    }
    if (batch.length > 0) await flush();
    await this.transactions.run((tx) =>
      tx.execute(`UPDATE wish_import SET status = 'ready', rows_total = ? WHERE id = ? AND status = 'reading'`, [
        rowNo,
        importId,
      ]),
    );
  }

  private async file(importId: string): Promise<Buffer> {
    const parts = await this.transactions.rows<{ part: number; body: Buffer }>(
      'SELECT part, body FROM wish_import_file WHERE import_id = ? ORDER BY part',
      [importId],
    );
    return Buffer.concat(
      parts.map(({ part, body }) => this.vault.openBytes('wish_import_file.body', `${importId}-${part}`, body)),
    );
  }

  /** Rows of an attempt that was cut off. */
  private async forget(importId: string): Promise<void> {
    for (let gone = 1; gone > 0;) {
      gone = await this.transactions.run((tx) =>
        tx.execute(`DELETE FROM wish_import_row WHERE import_id = ? LIMIT ${BATCH}`, [importId]),
      );
    }
  }
}

interface RowHead {
  sheet: string;
  row: number;
  verdict: string;
  why: string[];
}
