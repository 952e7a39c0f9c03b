import { Injectable } from '@nestjs/common';
import {
  type Permission,
  Transactions,
  definedDeadlines,
  keyed,
  type Actor,
  isNotDueYet,
  joinJob,
} from '#libs/platform';
import { Access, joinUnit } from '#libs/identity';
import {
  Beneficiaries,
  CLAIMS,
  CONTACT_VIEW,
  DATA_REQUESTS,
  DATA_REQUEST_DECIDE,
  DATA_REQUEST_OPEN,
  JOIN_BENEFICIARY,
  WISHES,
  WISH_REVIEW,
  WISH_SUBMIT,
  WISH_VERIFY,
  WISH_VISIT,
  joinWish,
} from '#libs/wishes';
import type { WorkQueueResponse, WorkQueueItem } from './work-queue.dto.js';
import {
  AWAITS_RENEWAL,
  HAS_OPEN_OBJECTION,
  HAS_SIGNED,
  OBJECTION_ANSWER,
  SPEND_ACCEPT,
  SPEND_APPROVE,
  SPEND_PAY,
  SPEND_REQUEST,
  SPEND_REQUESTS,
  TAKES_PART,
} from '#libs/funds';

/** The rows that wait, joined to their wish as `w`; the column with the path of their unit; the deadline's subject. */
interface Source {
  rows: string;
  path: string;
  subject: string;
}

/** A kind of task in the work queue: who handles it, in which status it waits, and its deadline. */
interface Waiting {
  permission: Permission;
  /** An SQL condition on `w`, and on `c`, `r` or `d` where they are joined. */
  where: string;
  join?: 'claim' | 'spend' | 'data';
  /** The rows that wait, where the owning library names them itself. */
  source?: Source;
  /** The deadline that runs meanwhile; null: the row itself has a due time. */
  deadline: string | null;
  /** Listed only after its deadline has passed; until then there is nothing to do. */
  onlyOverdue?: boolean;
  /** Listed only for the person in this column. */
  ownBy?: 'w.entered_by' | 'r.requested_by';
  /** Listed only for people whose turn it is to sign. */
  byTurn?: boolean;
  /** Not listed for people who already take part in the request (separation of duties). */
  byFreeHand?: boolean;
  /** Not listed for the person in this column. */
  notFor?: string;
  /** Listed only for people who signed the current version. */
  bySigner?: boolean;
}

const TASKS: Record<string, Waiting> = {
  'wish.returned': {
    permission: WISH_SUBMIT,
    where: `w.status = 'returned'`,
    deadline: 'wish.verify',
    ownBy: 'w.entered_by',
  },
  'wish.verify': { permission: WISH_VERIFY, where: `w.status = 'submitted'`, deadline: 'wish.verify' },
  'wish.publish': {
    permission: WISH_REVIEW,
    where: `w.status IN ('verified','reopened')`,
    deadline: 'wish.publish',
  },
  // Listed until the deadline `wish.unclaimed` has passed; then `wish.unclaimed` lists it.
  'wish.cold': {
    permission: WISH_REVIEW,
    where: `w.status = 'open' AND ${isNotDueYet(`'wish.unclaimed'`, 'w.id')}`,
    deadline: 'wish.cold',
    onlyOverdue: true,
  },
  'wish.unclaimed': {
    permission: WISH_REVIEW,
    where: `w.status = 'open'`,
    deadline: 'wish.unclaimed',
    onlyOverdue: true,
  },
  'claim.overdue': {
    permission: WISH_VISIT,
    where: `w.status IN ('open','claimed','in_progress')`,
    join: 'claim',
    deadline: 'claim.duePassed',
    onlyOverdue: true,
  },
  'wish.visit': { permission: WISH_VISIT, where: `w.status = 'fulfilled'`, deadline: 'wish.visit' },
  'spend.decide': {
    permission: SPEND_APPROVE,
    where: `r.status = 'submitted'`,
    join: 'spend',
    byTurn: true,
    deadline: 'spend.decide',
  },
  'spend.returned': {
    permission: SPEND_REQUEST,
    where: `r.status = 'returned'`,
    join: 'spend',
    deadline: 'spend.decide',
    ownBy: 'r.requested_by',
  },
  'spend.object': {
    permission: OBJECTION_ANSWER,
    where: HAS_OPEN_OBJECTION,
    join: 'spend',
    deadline: 'spend.object',
  },
  'spend.accept': {
    permission: SPEND_ACCEPT,
    where: `r.status = 'approved' AND r.accepted_at IS NULL`,
    join: 'spend',
    deadline: 'spend.accept',
    byFreeHand: true,
  },
  'spend.pay': {
    permission: SPEND_PAY,
    where: `r.status = 'approved' AND r.accepted_at IS NOT NULL AND NOT ${AWAITS_RENEWAL}`,
    join: 'spend',
    deadline: 'spend.pay',
  },
  'spend.renew': {
    permission: SPEND_APPROVE,
    where: `r.status = 'approved' AND ${AWAITS_RENEWAL}`,
    join: 'spend',
    deadline: 'spend.pay',
    bySigner: true,
  },
  // Requests about personal data. Those who may answer see a request until it is answered.
  'data.answer': {
    permission: DATA_REQUEST_OPEN,
    where: `d.status = 'open' AND d.kind = 'copy'`,
    join: 'data',
    deadline: null,
  },
  'data.correct': {
    permission: DATA_REQUEST_DECIDE,
    where: `d.status = 'open' AND d.kind = 'correction'`,
    join: 'data',
    deadline: null,
    notFor: 'd.opened_by',
  },
  'data.erase': {
    permission: DATA_REQUEST_DECIDE,
    where: `d.status = 'open' AND d.kind = 'erasure'`,
    join: 'data',
    deadline: null,
    notFor: 'd.opened_by',
  },
  'data.waiting': {
    permission: DATA_REQUEST_DECIDE,
    where: `d.status = 'accepted'`,
    join: 'data',
    deadline: null,
  },
};

/** All kinds of tasks: those above, and those that libraries declare with their deadlines. */
function kindsOfTasks(): Map<string, Waiting> {
  const declared = [...definedDeadlines().values()].flatMap(({ name, workQueue }): [string, Waiting][] => {
    if (!workQueue) return [];
    const { permission, where, from, subject, notFor } = workQueue;
    return [
      [name, { permission, where, deadline: name, notFor, source: { rows: from, path: 'w.unit_path', subject } }],
    ];
  });
  return new Map([...Object.entries(TASKS), ...declared]);
}

const MOST_PER_KIND = 100;
/** The join starts with the waiting rows. Left to the optimizer, or starting with the wish, a town's page of spending took
 *  over a second with a million wishes. */
const FROM: Record<'wish' | 'claim' | 'spend' | 'data', Source> = {
  wish: { rows: WISHES, path: 'w.unit_path', subject: 'w.id' },
  claim: {
    rows: `${WISHES} JOIN ${CLAIMS} ON c.wish_id = w.id AND c.active_volunteer IS NOT NULL`,
    path: 'w.unit_path',
    subject: 'c.id',
  },
  spend: { rows: `${SPEND_REQUESTS} ${joinWish('r.wish_id')}`, path: 'r.unit_path', subject: 'r.id' },
  data: { rows: `${DATA_REQUESTS} ${joinWish('d.wish_id')}`, path: 'd.unit_path', subject: 'd.id' },
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
    const kinds = [...kindsOfTasks()].filter(([, { permission }]) => this.access.hasAnywhere(actor, permission));
    const lists = await Promise.all(kinds.map(([kind, task]) => this.waiting(actor, kind, task)));
    const items = lists.flat().toSorted((a, b) => (a.dueAt?.getTime() ?? 0) - (b.dueAt?.getTime() ?? 0));
    return { items, isCut: lists.some((list) => list.length === MOST_PER_KIND) };
  }

  private async waiting(actor: Actor, kind: string, task: Waiting): Promise<WorkQueueItem[]> {
    const { permission, where, deadline, source, ...more } = task;
    const { rows: tables, path, subject } = source ?? FROM[more.join ?? 'wish'];
    const title = source ? (definedDeadlines().get(kind)?.title[actor.locale] ?? null) : null;
    const due = deadline === null ? 'd.due_at' : 'j.due_at';
    const { sql, values } = more.byTurn
      ? this.access.turns(actor, 'r.next_role', path)
      : this.access.scope(actor, permission).where(path);
    const rows = await this.transactions.rows<Row>(
      `SELECT STRAIGHT_JOIN ${subject} AS subject_id, w.id AS wish_id, w.code, w.unit_id, w.unit_path, u.name AS unit_name, w.public_text, w.category, w.urgency, w.status AS wish_status,
         ${more.join === 'claim' ? 'c.id' : 'NULL'} AS claim_id, ${more.join === 'spend' ? 'r.id' : 'NULL'} AS spend_request_id,
         ${more.join === 'spend' ? 'r.amount_fen' : 'NULL'} AS amount_fen, ${more.join === 'data' ? 'd.id' : 'NULL'} AS data_request_id,
         ${due} AS due_at, ${due} < UTC_TIMESTAMP(3) AS is_overdue, w.created_at, b.id AS beneficiary_id, ${keyed('b', 'address')}
       FROM ${tables} ${joinUnit('w.unit_id')} ${JOIN_BENEFICIARY}
       ${deadline === null ? '' : `LEFT ${joinJob(`j.kind = ? AND j.subject_id = ${subject} AND j.status <> 'cancelled'`)}`}
       WHERE ${where} AND ${sql}${more.ownBy ? ` AND ${more.ownBy} = ?` : ''}${more.byFreeHand ? ` AND NOT ${TAKES_PART}` : ''}${more.bySigner ? ` AND ${HAS_SIGNED}` : ''}${more.notFor ? ` AND ${more.notFor} <> ?` : ''}${more.onlyOverdue ? ' AND j.due_at < UTC_TIMESTAMP(3)' : ''}
       ORDER BY ${due}, w.id LIMIT ${MOST_PER_KIND}`,
      [
        ...(deadline === null ? [] : [deadline]),
        ...values,
        ...(more.ownBy || more.byFreeHand || more.notFor || more.bySigner ? [actor.personId] : []),
      ],
    );
    return rows.map(({ beneficiaryId, address, unitPath, isOverdue, ...row }) => ({
      kind,
      title,
      ...row,
      isOverdue: Boolean(isOverdue),
      building: this.access.may(actor, CONTACT_VIEW, unitPath)
        ? this.beneficiaries.building(beneficiaryId, address)
        : null,
    }));
  }
}
