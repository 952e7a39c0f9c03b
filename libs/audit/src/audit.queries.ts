import { Injectable } from '@nestjs/common';
import { Transactions, asked, jobAges, readCursor, toPage, type Actor, type Page } from '#libs/platform';
import { Access, People, UnitNotFound, Units } from '#libs/identity';
import { rowsBetween, type RowSpan } from './rows-of-days.js';
import type {
  AuditEventResponse,
  AuditEventsQuery,
  DataViewResponse,
  DataViewsQuery,
  JobResponse,
  JobsQuery,
  QueuesResponse,
} from './audit.dto.js';
import { AUDIT_READ } from './audit.permissions.js';

interface EventRow extends Omit<AuditEventResponse, 'data' | 'actorName'> {
  rowNo: number;
  data: string;
}

const SHANGHAI = 'INTERVAL 8 HOUR';

/** Searches for auditors and operators: the audit trail, views of personal data, and the job queues. */
@Injectable()
export class AuditQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly people: People,
    private readonly units: Units,
  ) {}

  /** Events of the actor's units, newest first. Throws UNIT_NOT_FOUND. */
  async events(actor: Actor, query: AuditEventsQuery): Promise<Page<AuditEventResponse>> {
    const scope = this.access.scope(actor, AUDIT_READ).where('u.path');
    const after = readCursor(query.cursor, ['integer']);
    const rowsOfDays = await this.rowsOfDays(query);
    const where = asked<string | number>([
      [scope.sql, ...scope.values],
      ['u.path LIKE ?', query.unitId && (await this.pathOf(actor, query.unitId))],
      ['e.name LIKE ?', query.name && `${query.name}%`],
      ['e.subject_id = ?', query.subjectId],
      ['e.actor_id = ?', query.actorId],
      [`e.occurred_at >= CAST(? AS DATETIME) - ${SHANGHAI}`, query.from],
      [`e.occurred_at < CAST(? AS DATETIME) + INTERVAL 1 DAY - ${SHANGHAI}`, query.until],
      ['e.row_no >= ?', rowsOfDays.first],
      ['e.row_no <= ?', rowsOfDays.last],
      ['e.row_no < ?', after?.[0]],
    ]);
    const rows = await this.transactions.rows<EventRow>(
      `SELECT STRAIGHT_JOIN e.row_no, e.id, e.seq, e.name, e.unit_id, u.name AS unit_name, e.subject_id, e.actor_id, e.visibility, e.data, e.occurred_at
       FROM event e JOIN unit u ON u.id = e.unit_id WHERE ${where.sql} ORDER BY e.row_no DESC LIMIT ?`,
      [...where.values, query.limit + 1],
    );
    const names = await this.people.names(
      this.transactions,
      rows.flatMap(({ actorId }) => actorId ?? []),
    );
    return toPage(
      rows,
      query.limit,
      (row) => [String(row.rowNo)],
      ({ rowNo: _rowNo, data, ...row }) => ({
        ...row,
        actorName: row.actorId ? (names.get(row.actorId) ?? null) : null,
        data: JSON.parse(data) as Record<string, unknown>,
      }),
    );
  }

  /** The rows of the trail that cover the requested days, so that the trail is not read from its end. Rows are nearly in
   *  order of time. */
  private async rowsOfDays({ from, until }: AuditEventsQuery): Promise<RowSpan> {
    const at = async (sql: string, day: string | undefined): Promise<number | undefined> =>
      day === undefined ? undefined : (await this.transactions.row<{ rowNo: number }>(sql, [day]))?.rowNo;
    const first = await at(
      `SELECT row_no FROM event WHERE occurred_at >= CAST(? AS DATETIME) - ${SHANGHAI} ORDER BY occurred_at LIMIT 1`,
      from,
    );
    const last = await at(
      `SELECT row_no FROM event WHERE occurred_at < CAST(? AS DATETIME) + INTERVAL 1 DAY - ${SHANGHAI} ORDER BY occurred_at DESC LIMIT 1`,
      until,
    );
    return rowsBetween({ from, first, until, last });
  }

  /** Views of personal data in the actor's units, newest first. */
  async dataViews(actor: Actor, query: DataViewsQuery): Promise<Page<DataViewResponse>> {
    const scope = this.access.scope(actor, AUDIT_READ).where('u.path');
    const after = readCursor(query.cursor, ['uuid']);
    const where = asked<string>([
      [scope.sql, ...scope.values],
      ['v.viewer_id = ?', query.viewerId],
      ['v.subject_id = ?', query.subjectId],
      ['v.id < ?', after?.[0]],
    ]);
    const rows = await this.transactions.rows<Omit<DataViewResponse, 'viewerName'>>(
      `SELECT STRAIGHT_JOIN v.id, v.viewer_id, v.subject_id, v.fields, v.reason, v.viewed_at FROM personal_data_view v
       LEFT JOIN wish w ON w.id = v.subject_id LEFT JOIN beneficiary b ON b.id = v.subject_id
       JOIN unit u ON u.id = COALESCE(w.unit_id, b.unit_id)
       WHERE ${where.sql} ORDER BY v.id DESC LIMIT ?`,
      [...where.values, query.limit + 1],
    );
    const names = await this.people.names(
      this.transactions,
      rows.map(({ viewerId }) => viewerId),
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => ({ ...row, viewerName: names.get(row.viewerId) ?? '' }),
    );
  }

  /** How many jobs wait, run and have failed, by kind. */
  async queues(): Promise<QueuesResponse> {
    const rows = await this.transactions.rows<
      Record<'scheduled' | 'running' | 'failed' | 'overdue', string> & { kind: string }
    >(
      `SELECT kind, SUM(status = 'scheduled') AS scheduled, SUM(status = 'running') AS running, SUM(status = 'failed') AS failed,
         SUM(status = 'scheduled' AND due_at < UTC_TIMESTAMP(3)) AS overdue
       FROM job WHERE status IN ('scheduled','running','failed') GROUP BY kind ORDER BY kind`,
    );
    const unsealed = await this.transactions.row<{ n: number }>('SELECT COUNT(*) AS n FROM event WHERE seq IS NULL');
    return {
      kinds: rows.map(({ kind, ...counts }) => ({
        kind,
        scheduled: Number(counts.scheduled),
        running: Number(counts.running),
        failed: Number(counts.failed),
        overdue: Number(counts.overdue),
      })),
      lanes: await jobAges(this.transactions),
      unsealedEvents: Number(unsealed?.n ?? 0),
    };
  }

  async jobs(query: JobsQuery): Promise<Page<JobResponse>> {
    const after = readCursor(query.cursor, ['instant', 'uuid']);
    const rows = await this.transactions.rows<JobResponse>(
      `SELECT id, kind, subject_id, status, due_at, attempts, last_error FROM job
       WHERE status = ?${after ? ' AND (due_at > ? OR (due_at = ? AND id > ?))' : ''} ORDER BY due_at, id LIMIT ?`,
      [query.status ?? 'failed', ...(after ? [after[0], after[0], after[1]] : []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.dueAt, row.id],
      (row) => row,
    );
  }

  private async pathOf(actor: Actor, unitId: string): Promise<string> {
    const unit = await this.units.get(this.transactions, unitId);
    this.access.require(actor, AUDIT_READ, unit.path, UnitNotFound);
    return `${unit.path}%`;
  }
}
