import { Injectable } from '@nestjs/common';
import { Transactions, definedTasks, joinJob, keyed, type Actor, type Task } from '#libs/platform';
import { Access, joinUnit } from '#libs/identity';
import { Beneficiaries, CONTACT_VIEW, JOIN_BENEFICIARY, joinWish } from '#libs/wishes';
import type { WorkQueueItem, WorkQueueResponse } from './work-queue.dto.js';

const MOST_PER_KIND = 100;
/** The columns of an item that a task may fill, by field. */
const OWN_COLUMNS: Partial<Record<keyof WorkQueueItem, string>> = {
  claimId: 'claim_id',
  spendRequestId: 'spend_request_id',
  dataRequestId: 'data_request_id',
  amountFen: 'amount_fen',
};

type Row = Omit<WorkQueueItem, 'title' | 'isOverdue' | 'building'> & {
  isOverdue: number | null;
  beneficiaryId: string;
  unitPath: string;
  address: Buffer | null;
};

/** Everything that waits for the actor, earliest deadline first. A task stays in the work queue after its deadline has
 *  passed, until it is done. */
@Injectable()
export class WorkQueueQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly beneficiaries: Beneficiaries,
  ) {}

  async listTasks(actor: Actor): Promise<WorkQueueResponse> {
    const tasks = [...definedTasks().values()].filter(({ permission }) => this.access.hasAnywhere(actor, permission));
    if (tasks.length === 0) return { items: [], isCut: false };
    const lists = tasks.map((task) => this.waiting(actor, task));
    // One trip to the database for all kinds.
    const rows = await this.transactions.rows<Row>(
      lists.map(({ sql }) => `(${sql})`).join(' UNION ALL '),
      lists.flatMap(({ values }) => values),
    );
    const items = rows
      .map((row) => this.show(actor, row))
      .toSorted((one, other) => (one.dueAt?.getTime() ?? 0) - (other.dueAt?.getTime() ?? 0));
    const isCut = tasks.some(({ name }) => rows.filter(({ kind }) => kind === name).length === MOST_PER_KIND);
    return { items, isCut };
  }

  /** SQL: what waits of one kind. */
  private waiting(actor: Actor, task: Task): { sql: string; values: unknown[] } {
    const { name, permission, from, ofCase, subject, path = 'w.unit_path', turn, columns = {} } = task;
    const job = 'job' in task.due ? task.due.job : undefined;
    const due = 'column' in task.due ? task.due.column : 'j.due_at';
    const scope = turn ? this.access.turns(actor, turn, path) : this.access.scope(actor, permission).where(path);
    const own = Object.entries(OWN_COLUMNS).map(([field, column]) => `${columns[field] ?? 'NULL'} AS ${column}`);
    const conditions = [
      task.where,
      scope.sql,
      ...(task.forReader ? [task.forReader] : []),
      ...(task.onlyOverdue ? [`${due} < UTC_TIMESTAMP(3)`] : []),
    ];
    // The join starts with the waiting rows. Left to the optimizer, or starting with the wish, a town's page of spending took
    // over a second with a million wishes.
    return {
      sql: `SELECT STRAIGHT_JOIN ? AS kind, ${subject} AS subject_id, w.id AS wish_id, w.code, w.unit_id, w.unit_path, u.name AS unit_name, w.public_text, w.category, w.urgency, w.status AS wish_status,
         ${own.join(', ')}, ${due} AS due_at, ${due} < UTC_TIMESTAMP(3) AS is_overdue, w.created_at, b.id AS beneficiary_id, ${keyed('b', 'address')}
       FROM ${from} ${ofCase ? joinWish(ofCase) : ''} ${joinUnit('w.unit_id')} ${JOIN_BENEFICIARY}
       ${job ? `LEFT ${joinJob(`j.kind = ? AND j.subject_id = ${subject} AND j.status <> 'cancelled'`)}` : ''}
       WHERE ${conditions.join(' AND ')}
       ORDER BY ${due}, w.id LIMIT ${MOST_PER_KIND}`,
      values: [name, ...(job ? [job] : []), ...scope.values, ...(task.forReader ? [actor.personId] : [])],
    };
  }

  private show(actor: Actor, { beneficiaryId, address, unitPath, isOverdue, ...row }: Row): WorkQueueItem {
    return {
      ...row,
      title: definedTasks().get(row.kind)!.title[actor.locale],
      isOverdue: Boolean(isOverdue),
      building: this.access.may(actor, CONTACT_VIEW, unitPath)
        ? this.beneficiaries.building(beneficiaryId, address)
        : null,
    };
  }
}
