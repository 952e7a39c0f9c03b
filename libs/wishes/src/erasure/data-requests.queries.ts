import { Injectable } from '@nestjs/common';
import {
  Transactions,
  FieldEncryption,
  asked,
  keyed,
  maskName,
  readCursor,
  toPage,
  type Actor,
  type Page,
} from '#libs/platform';
import { Access, People, joinUnit } from '#libs/identity';
import { DataRequestNotFound } from '../wish/wish.errors.js';
import { DataRequestStore } from './data-request-store.js';
import type { DataRequestResponse, DataRequestsQuery } from './data-requests.dto.js';
import { ErasureScope } from './erasure-scope.js';
import { DATA_REQUEST_READ } from '../wishes.permissions.js';

type Row = Omit<
  DataRequestResponse,
  'personName' | 'openedByName' | 'decidedByName' | 'isOverdue' | 'openWishes' | 'allowedSteps'
> & {
  unitPath: string;
  beneficiaryId: string;
  name: Buffer | null;
  openedBy: string;
  decidedBy: string | null;
  isOverdue: number;
  now: Date;
};

const SELECT = `SELECT d.id, d.wish_id, w.code AS wish_code, d.unit_id, d.unit_path, u.name AS unit_name, d.kind, d.asker, d.identity_check, d.status,
    d.beneficiary_id, ${keyed('b', 'name')}, d.opened_by, d.opened_at, d.due_at, d.status = 'open' AND d.due_at < UTC_TIMESTAMP(3) AS is_overdue,
    d.decided_by, d.ended_at, d.reason, UTC_TIMESTAMP(3) AS now
  FROM data_request d JOIN wish w ON w.id = d.wish_id ${joinUnit('d.unit_id')} JOIN beneficiary b ON b.id = d.beneficiary_id`;

/** Requests about personal data, for the offices that answer them. */
@Injectable()
export class DataRequestsQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly people: People,
    private readonly encryption: FieldEncryption,
    private readonly requests: DataRequestStore,
    private readonly scope: ErasureScope,
  ) {}

  /** Requests in the actor's units, newest first. */
  async list(actor: Actor, query: DataRequestsQuery): Promise<Page<DataRequestResponse>> {
    const scope = this.access.scope(actor, DATA_REQUEST_READ).where('d.unit_path');
    const after = readCursor(query.cursor, ['uuid']);
    const { sql, values } = asked<string>([
      [scope.sql, ...scope.values],
      ['d.id < ?', after?.[0]],
    ]);
    const waiting = query.only === 'waiting' ? ` AND d.status IN ('open','accepted')` : '';
    const rows = await this.transactions.rows<Row>(`${SELECT} WHERE ${sql}${waiting} ORDER BY d.id DESC LIMIT ?`, [
      ...values,
      query.limit + 1,
    ]);
    const shown = new Map((await this.show(actor, rows)).map((answer) => [answer.id, answer]));
    return toPage(
      rows,
      query.limit,
      ({ id }) => [id],
      ({ id }) => shown.get(id)!,
    );
  }

  /** Throws DATA_REQUEST_NOT_FOUND. */
  async get(actor: Actor, requestId: string): Promise<DataRequestResponse> {
    const row = await this.transactions.row<Row>(`${SELECT} WHERE d.id = ?`, [requestId]);
    if (!row) throw DataRequestNotFound();
    this.access.require(actor, DATA_REQUEST_READ, row.unitPath, DataRequestNotFound);
    const [answer] = await this.show(actor, [row]);
    return answer!;
  }

  private async show(actor: Actor, rows: Row[]): Promise<DataRequestResponse[]> {
    const names = await this.people.names(
      this.transactions,
      rows.flatMap(({ openedBy, decidedBy }) => [openedBy, ...(decidedBy ? [decidedBy] : [])]),
    );
    const answers: DataRequestResponse[] = [];
    for (const { unitPath, beneficiaryId, name, openedBy, decidedBy, isOverdue, now, ...row } of rows) {
      const isPending = row.kind === 'erasure' && (row.status === 'open' || row.status === 'accepted');
      const request = { ...row, openedBy, decidedBy, unitPath };
      answers.push({
        ...row,
        personName: maskName(this.encryption.decryptOrNull('beneficiary.name', beneficiaryId, name)),
        openedByName: names.get(openedBy) ?? '',
        decidedByName: decidedBy ? (names.get(decidedBy) ?? '') : null,
        isOverdue: Boolean(isOverdue),
        openWishes: isPending ? (await this.scope.of(this.transactions, beneficiaryId)).openWishes : [],
        allowedSteps: await this.requests.allowedSteps(this.transactions, actor, request, now),
      });
    }
    return answers;
  }
}
