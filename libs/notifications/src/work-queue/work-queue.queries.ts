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

type Row = Omit<WorkQueueItem, 'kind' | 'title' | 'isOverdue' | 'building'> & {
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
    const lists = await Promise.all(tasks.map((task) => this.waiting(actor, task)));
    const items = lists.flat().toSorted((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0));
    return { items, isCut: lists.some((list) => list.length === MOST_PER_KIND) };
  }

  private async waiting(actor: Actor, task: Task): Promise<WorkQueueItem[]> {
    const { name, title, permission, from, ofCase, subject, path = 'w.unit_path', turn, columns = {} } = task;
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
    const rows = await this.transactions.rows<Row>(
      `SELECT STRAIGHT_JOIN ${subject} AS subject_id, w.id AS wish_id, w.code, w.unit_id, w.unit_path, u.name AS unit_name, w.public_text, w.category, w.urgency, w.status AS wish_status,
         ${own.join(', ')}, ${due} AS due_at, ${due} < UTC_TIMESTAMP(3) AS is_overdue, w.created_at, b.id AS beneficiary_id, ${keyed('b', 'address')}
       FROM ${from} ${ofCase ? joinWish(ofCase) : ''} ${joinUnit('w.unit_id')} ${JOIN_BENEFICIARY}
       ${job ? `LEFT ${joinJob(`j.kind = ? AND j.subject_id = ${subject} AND j.status <> 'cancelled'`)}` : ''}
       WHERE ${conditions.join(' AND ')}
       ORDER BY ${due}, w.id LIMIT ${MOST_PER_KIND}`,
      [...(job ? [job] : []), ...scope.values, ...(task.forReader ? [actor.personId] : [])],
    );
    return rows.map(({ beneficiaryId, address, unitPath, isOverdue, ...row }) => ({
      kind: name,
      title: title[actor.locale],
      ...row,
      isOverdue: Boolean(isOverdue),
      building: this.access.may(actor, CONTACT_VIEW, unitPath)
        ? this.beneficiaries.building(beneficiaryId, address)
        : null,
    }));
  }
}
