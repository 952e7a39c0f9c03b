import { Injectable } from '@nestjs/common';
import {
  Events,
  FIRST_ID,
  FileStorage,
  HandlesLongJob,
  Jobs,
  Transactions,
  budgetYear,
  defineJob,
  maskText,
  newId,
  problem,
  readCursor,
  shanghaiTime,
  toCsv,
  toPage,
  toWorkbook,
  type Actor,
  type DueJob,
  type Page,
} from '#libs/platform';
import { Access, RateLimit, People, UnitNotFound, Units, joinUnit } from '#libs/identity';
import { PublicSpends, type PayeeColumns, type PublicSpend } from '#libs/funds';
import type { ExportMadeResponse, ExportResponse } from '../disclosure.dto.js';
import { ExportBuilt, ExportFetched, ExportMade } from '../disclosure.events.js';
import { EXPORT_MAKE } from '../disclosure.permissions.js';
import { ExportRequest } from './export-request.entity.js';
import type { ExportKind } from './export-codes.js';
import { SHEETS, type Line } from './export-sheets.js';

export const BUILD_EXPORT = defineJob('export.build', 'interactive');
export const FORGET_EXPORT = defineJob('export.forget', 'bulk');

export const ExportNotFound = problem('EXPORT_NOT_FOUND', 404, {
  zh: '没有这次导出，或文件已按规定删除（保存 24 小时）。',
  en: 'There is no such export, or its file was deleted (files are kept for 24 hours).',
});

const PER_DAY = 20;
const KEPT_HOURS = 24;
const BATCH = 1_000;
const MAX_ROWS = 50_000;

type SpendRow = Record<string, unknown> & PayeeColumns & { requestId: string; purpose: string };

interface ExportRow extends ExportResponse {
  unitPath: string;
  year: number;
  createdBy: string;
}
const COLUMNS = `x.id, x.kind, x.unit_id, u.name AS unit_name, x.unit_path, x.year, x.purpose, x.status, x.rows_done, x.rows_total, x.created_by,
  x.created_at, x.finished_at`;

/** Export files: built by a job, masked, marked with the requester and the purpose, kept for a day. */
@Injectable()
export class Exports {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly people: People,
    private readonly attempts: RateLimit,
    private readonly storage: FileStorage,
    private readonly jobs: Jobs,
    private readonly events: Events,
    private readonly spends: PublicSpends,
  ) {}

  /** Requests an export; a job builds the file. Throws UNIT_NOT_FOUND, FORBIDDEN, TOO_MANY_REQUESTS. */
  async make(
    actor: Actor,
    input: { kind: ExportKind; unitId: string; year?: number; purpose: string },
  ): Promise<ExportMadeResponse> {
    await this.attempts.count(24 * 60, { key: ['export', actor.personId], most: PER_DAY });
    return this.transactions.command(actor, async (tx) => {
      const unit = await this.units.get(tx, input.unitId);
      this.access.require(actor, EXPORT_MAKE, unit.path, UnitNotFound);
      this.access.require(actor, SHEETS[input.kind].permission, unit.path, UnitNotFound);
      const id = newId();
      const now = await tx.now();
      await tx.insert(ExportRequest, {
        id,
        kind: input.kind,
        unitId: unit.id,
        unitPath: unit.path,
        year: input.year ?? budgetYear(now),
        purpose: maskText(input.purpose).slice(0, 100),
        status: 'waiting',
        createdBy: actor.personId,
        createdAt: now,
      });
      await this.jobs.schedule(tx, { kind: BUILD_EXPORT, subjectId: id, dueAt: now });
      await this.events.record(
        tx,
        ExportMade({
          unitId: unit.id,
          subjectId: id,
          actorId: actor.personId,
          data: { kind: input.kind, reason: input.purpose },
        }),
      );
      return { id, status: 'waiting' };
    });
  }

  /** The actor's own exports, newest first. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<ExportResponse>> {
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<ExportRow>(
      `SELECT ${COLUMNS} FROM export_request x ${joinUnit('x.unit_id')}
       WHERE x.created_by = ?${after ? ' AND x.id < ?' : ''} ORDER BY x.id DESC LIMIT ?`,
      [actor.personId, ...(after ?? []), query.limit + 1],
    );
    return toPage(rows, query.limit, (row) => [row.id], show);
  }

  /** Throws EXPORT_NOT_FOUND. */
  async get(actor: Actor, exportId: string): Promise<ExportResponse> {
    return show(await this.own(actor, exportId));
  }

  /** Returns the file and records the download. Throws EXPORT_NOT_FOUND. */
  async fetch(actor: Actor, exportId: string, form: 'xlsx' | 'csv'): Promise<Buffer> {
    const row = await this.own(actor, exportId);
    if (row.status !== 'ready') throw ExportNotFound();
    // The actor's rights may have changed since the request.
    this.access.require(actor, SHEETS[row.kind].permission, row.unitPath, ExportNotFound);
    await this.transactions.run((tx) =>
      this.events.record(
        tx,
        ExportFetched({ unitId: row.unitId, subjectId: row.id, actorId: actor.personId, data: {} }),
      ),
    );
    return this.storage.get(form === 'csv' ? `export/${exportId}.csv` : `export/${exportId}`);
  }

  /** The job that builds the file. It may start over at any time. */
  @HandlesLongJob(BUILD_EXPORT)
  async build({ subjectId: id }: DueJob, keepAlive: () => Promise<void>): Promise<void> {
    const row = await this.transactions.row<ExportRow>(
      `SELECT ${COLUMNS} FROM export_request x ${joinUnit('x.unit_id')} WHERE x.id = ? AND x.status IN ('waiting','building')`,
      [id],
    );
    if (!row) return;
    const sheet = SHEETS[row.kind];
    const scope = [`${row.unitPath}%`, ...(sheet.byYear ? [row.year] : [])];
    const total = await this.transactions.row<{ n: number }>(sheet.count, scope);
    const lines: Line[] = [];
    const tell = (set: string, ...values: (string | number)[]): Promise<number> =>
      this.transactions.run((tx) => tx.execute(`UPDATE export_request SET ${set} WHERE id = ?`, [...values, id]));
    await tell(`status = 'building', rows_total = ?`, Math.min(Number(total?.n ?? 0), MAX_ROWS));
    for (let after = FIRST_ID; lines.length < MAX_ROWS;) {
      const batch = await this.transactions.rows<Record<string, unknown> & { id: string }>(sheet.rows, [
        ...scope,
        after,
        BATCH,
      ]);
      if (batch.length === 0) break;
      const spendOf = await this.spendsOf(batch);
      lines.push(...batch.map((item) => sheet.line(item, spendOf(item))));
      after = batch.at(-1)!.id;
      await tell('rows_done = ?', lines.length);
      await keepAlive();
    }
    if (sheet.total) lines.push(sheet.total(lines));
    const names = await this.people.names(this.transactions, [row.createdBy]);
    const mark = `导出人：${names.get(row.createdBy) ?? ''}；时间：${shanghaiTime(new Date())}；用途：${row.purpose}`;
    const file = await toWorkbook(sheet.name, sheet.headings, [...lines, [mark]], sheet.widths);
    await this.storage.put(`export/${id}`, file);
    await this.storage.put(`export/${id}.csv`, toCsv(sheet.headings, [...lines, [mark]]));
    await this.transactions.run(async (tx) => {
      const now = await tx.now();
      await tx.execute(`UPDATE export_request SET status = 'ready', finished_at = ? WHERE id = ?`, [now, id]);
      await this.jobs.schedule(tx, {
        kind: FORGET_EXPORT,
        subjectId: id,
        dueAt: new Date(now.getTime() + KEPT_HOURS * 3_600_000),
      });
      await this.events.record(
        tx,
        ExportBuilt({ unitId: row.unitId, subjectId: id, actorId: null, data: { rows: lines.length } }),
      );
    });
  }

  /** The public versions of the spend requests of these rows. */
  private async spendsOf(
    rows: Record<string, unknown>[],
  ): Promise<(row: Record<string, unknown>) => PublicSpend | null> {
    const requests = rows.filter((row): row is SpendRow => typeof row.requestId === 'string');
    const disclosed = await this.spends.disclose(
      this.transactions,
      requests.map(({ requestId }) => requestId),
    );
    return (row) => (typeof row.requestId === 'string' ? disclosed.of(row as SpendRow) : null);
  }

  /** The job that deletes a file after a day. */
  @HandlesLongJob(FORGET_EXPORT)
  async forget({ subjectId: id }: DueJob): Promise<void> {
    await this.transactions.run((tx) =>
      tx.execute(`UPDATE export_request SET status = 'forgotten' WHERE id = ?`, [id]),
    );
    await this.storage.remove(`export/${id}`, `export/${id}.csv`);
  }

  private async own(actor: Actor, exportId: string): Promise<ExportRow> {
    const row = await this.transactions.row<ExportRow>(
      `SELECT ${COLUMNS} FROM export_request x ${joinUnit('x.unit_id')} WHERE x.id = ? AND x.created_by = ?`,
      [exportId, actor.personId],
    );
    if (!row) throw ExportNotFound();
    return row;
  }
}

const show = ({ unitPath: _path, year: _year, createdBy: _by, ...row }: ExportRow): ExportResponse => row;
