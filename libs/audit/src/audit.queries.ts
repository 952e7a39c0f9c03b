import { Injectable } from '@nestjs/common';
import {
  DATA_VIEWS,
  EVENT_LOG,
  Transactions,
  asked,
  countJobs,
  eventsAwaitingSeal,
  jobAges,
  listJobs,
  readCursor,
  toPage,
  type Actor,
  type Page,
} from '#libs/platform';
import { Access, People, UnitNotFound, Units, joinUnit } from '#libs/identity';
import { joinBeneficiary, joinWish } from '#libs/wishes';
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
       FROM ${EVENT_LOG} ${joinUnit('e.unit_id')} WHERE ${where.sql} ORDER BY e.row_no DESC LIMIT ?`,
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
      `SELECT e.row_no FROM ${EVENT_LOG} WHERE e.occurred_at >= CAST(? AS DATETIME) - ${SHANGHAI} ORDER BY e.occurred_at LIMIT 1`,
      from,
    );
    const last = await at(
      `SELECT e.row_no FROM ${EVENT_LOG} WHERE e.occurred_at < CAST(? AS DATETIME) + INTERVAL 1 DAY - ${SHANGHAI} ORDER BY e.occurred_at DESC LIMIT 1`,
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
      `SELECT STRAIGHT_JOIN v.id, v.viewer_id, v.subject_id, v.fields, v.reason, v.viewed_at FROM ${DATA_VIEWS}
       LEFT ${joinWish('v.subject_id')} LEFT ${joinBeneficiary('v.subject_id')}
       ${joinUnit('COALESCE(w.unit_id, b.unit_id)')}
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
    return {
      kinds: await countJobs(this.transactions),
      lanes: await jobAges(this.transactions),
      unsealedEvents: await eventsAwaitingSeal(this.transactions),
    };
  }

  async jobs(query: JobsQuery): Promise<Page<JobResponse>> {
    const after = readCursor(query.cursor, ['instant', 'uuid']);
    const rows = await listJobs<JobResponse>(this.transactions, {
      status: query.status ?? 'failed',
      after,
      limit: query.limit + 1,
    });
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
