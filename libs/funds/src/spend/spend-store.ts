import { Injectable } from '@nestjs/common';
import {
  Deadlines,
  Events,
  Jobs,
  PersonsConcerned,
  isDuplicateOf,
  type Actor,
  type Changes,
  type Deadline,
  type Duration,
  type Reader,
  type Row,
  type Tx,
} from '#libs/platform';
import { Independence, type Role } from '#libs/identity';
import type { HeldAccount } from '../ledger/accounts.js';
import { Ledger } from '../ledger/ledger.js';
import { FourEyes, PeopleDependent, SpendRequestNotFound, SpendRequestOpen } from './spend.errors.js';
import { SpendParticipation } from './spend-participation.entity.js';
import { SpendRequest as SpendRequestTable } from './spend-request.entity.js';
import { SpendWish } from './spend-wish.entity.js';
import { SpendSteps, type SpendAction } from './spend-steps.js';
import { TIES_COLUMNS, tiesOf, type SpendTies, type TiesColumns } from './spend-ties.js';
import { SPEND_OPEN, heldFenOf, mayAlso, type ParticipationAct, type SpendStatus } from './spend.lifecycle.js';
import type { SpendKind } from './spend.policy.js';
import { type SpendEvent, SpendNarrowed, SpendReleased, SpendWithdrawn } from '../funds.events.js';
import { DECISION_DUE, ACCEPTANCE_DUE, PAYMENT_DUE, OBJECTION_ANSWER_DUE } from '../funds.deadlines.js';

export interface SpendRequest {
  id: string;
  unitId: string;
  unitPath: string;
  /** The wishes that the request is still for, in order; when all have left, the last one. */
  wishIds: string[];
  kind: SpendKind;
  version: number;
  amountFen: number;
  /** Budget year of the decision; null until all have signed. */
  year: number | null;
  status: SpendStatus;
  paidFen: number;
  releasedFen: number;
  requestedBy: string;
  decidedBy: string | null;
  /** The roles that sign, in order. */
  signers: Role[];
  /** Number of signatures on this version. */
  signatures: number;
  /** The role that signs next. */
  nextRole: Role | null;
  isUrgent: boolean;
  /** The most that may be paid before acceptance. */
  advanceFen: number;
  /** Length of the public notice. */
  notice: Duration | null;
  /** End of the notice; null while an objection stops it. */
  noticeUntil: Date | null;
  /** Remaining notice while an objection stops it. */
  noticeLeft: Duration | null;
  committedAt: Date | null;
  retentionFen: number;
  /** Shanghai day until which the retention is kept. */
  retentionUntil: string | null;
  acceptedAt: Date | null;
}

/** A locked request with its ties. */
export type LockedSpend = SpendRequest & SpendTies;

type RequestRow = Row<SpendRequestTable, Exclude<keyof SpendRequest, 'wishIds'> | 'wishId'>;

const COLUMNS = `id, unit_id, unit_path, wish_id, kind, version, amount_fen, year, status, paid_fen, released_fen, requested_by, decided_by,
  signers, signatures, next_role, is_urgent, advance_fen, notice, notice_until, notice_left, committed_at, retention_fen,
  DATE_FORMAT(retention_until, '%Y-%m-%d') AS retention_until, accepted_at`;

const isOpen = (status: SpendStatus): boolean => SPEND_OPEN.includes(status);
const heldIn = (request: SpendRequest): HeldAccount => (request.committedAt ? 'committed' : 'reserved');

/** Shared by all steps of a spend request: the locked row, participation, the ledger, deadlines and the timeline. */
@Injectable()
export class SpendStore {
  constructor(
    private readonly steps: SpendSteps,
    private readonly independence: Independence,
    private readonly ledger: Ledger,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly deadlines: Deadlines,
    private readonly persons: PersonsConcerned,
  ) {}

  /** Locks the request until the transaction ends. Throws the reason why the actor may not take the step. */
  async begin(tx: Tx, actor: Actor, requestId: string, step: SpendAction): Promise<LockedSpend> {
    const request = await this.loadTied(tx, requestId);
    this.steps.assert(step, request, actor, await tx.now());
    return request;
  }

  /** Locks the request, and reads what connects people with it. Throws SPEND_REQUEST_NOT_FOUND. */
  async loadTied(tx: Tx, requestId: string): Promise<LockedSpend> {
    const request = await this.load(tx, requestId);
    const ties = await tx.row<TiesColumns>(`SELECT ${TIES_COLUMNS} FROM spend_request r WHERE r.id = ?`, [requestId]);
    return { ...request, ...tiesOf(ties!) };
  }

  /** Locks the request. Throws SPEND_REQUEST_NOT_FOUND. */
  async load(tx: Tx, requestId: string): Promise<SpendRequest> {
    const row = await tx.row<RequestRow>(`SELECT ${COLUMNS} FROM spend_request WHERE id = ? FOR UPDATE`, [requestId]);
    if (!row) throw SpendRequestNotFound();
    const { wishId, ...request } = row;
    const wishIds = await this.wishesOf(tx, requestId);
    return {
      ...request,
      wishIds: wishIds.length > 0 ? wishIds : [wishId],
      isUrgent: Boolean(row.isUrgent),
      signers: JSON.parse(row.signers) as Role[],
      notice: JSON.parse(row.notice ?? 'null') as Duration | null,
      noticeLeft: JSON.parse(row.noticeLeft ?? 'null') as Duration | null,
    };
  }

  /** The wishes that the request is still for, in order. */
  async wishesOf(tx: Tx, requestId: string): Promise<string[]> {
    const rows = await tx.rows<{ wishId: string }>(
      'SELECT wish_id FROM spend_wish WHERE spend_request_id = ? AND left_at IS NULL ORDER BY place',
      [requestId],
    );
    return rows.map(({ wishId }) => wishId);
  }

  /** Updates the request. Throws SPEND_REQUEST_OPEN when it opens again while another request holds one of its wishes. */
  async set(tx: Tx, request: SpendRequest, values: Changes<SpendRequestTable>): Promise<void> {
    await tx.update(SpendRequestTable, request.id, values);
    if (!values.status || isOpen(values.status) === isOpen(request.status)) return;
    await this.holding(
      tx.execute('UPDATE spend_wish SET is_held = ? WHERE spend_request_id = ? AND left_at IS NULL', [
        isOpen(values.status),
        request.id,
      ]),
    );
  }

  /** Adds wishes to an open request. Throws SPEND_REQUEST_OPEN when another request holds one of them; a unique key
   *  enforces it. */
  async hold(tx: Tx, requestId: string, wishIds: string[]): Promise<void> {
    const known = await tx.rows<{ wishId: string }>('SELECT wish_id FROM spend_wish WHERE spend_request_id = ?', [
      requestId,
    ]);
    const back = wishIds.filter((id) => known.some(({ wishId }) => wishId === id));
    const fresh = wishIds.filter((id) => !back.includes(id));
    if (back.length > 0)
      await this.holding(
        tx.execute(
          'UPDATE spend_wish SET is_held = TRUE, left_at = NULL WHERE spend_request_id = ? AND wish_id IN (?)',
          [requestId, back],
        ),
      );
    await this.holding(
      tx.insert(
        SpendWish,
        fresh.map((wishId, at) => ({
          spendRequestId: requestId,
          wishId,
          place: known.length + at + 1,
          isHeld: true,
        })),
      ),
    );
  }

  private async holding(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      throw isDuplicateOf(error, 'uq_spend_wish_held') ? SpendRequestOpen() : error;
    }
  }

  /** Removes wishes from a request. Returns the remaining ones; the first of them becomes its main wish. While some remain,
   *  an open request continues, and the timelines of the removed wishes record it. */
  async detachWishes(tx: Tx, request: SpendRequest, wishIds: string[], actorId: string | null): Promise<string[]> {
    const { id, status } = request;
    if (wishIds.length > 0)
      await tx.execute(
        'UPDATE spend_wish SET is_held = FALSE, left_at = ? WHERE spend_request_id = ? AND wish_id IN (?) AND left_at IS NULL',
        [await tx.now(), id, wishIds],
      );
    const rest = await this.wishesOf(tx, id);
    if (!rest[0]) return rest;
    await tx.execute('UPDATE spend_request SET wish_id = ? WHERE id = ?', [rest[0], id]);
    if (isOpen(status) && status !== 'draft') await this.record(tx, SpendNarrowed, { ...request, wishIds }, actorId);
    return rest;
  }

  /** Registers a person's single part in the request (separation of duties); the primary key enforces it. Requesters and
   *  signers may place the order, too. Returns the act that is registered. Throws FOUR_EYES. */
  async registerParticipation(
    tx: Tx,
    requestId: string,
    personId: string,
    act: ParticipationAct,
  ): Promise<ParticipationAct> {
    try {
      await tx.insert(SpendParticipation, { spendRequestId: requestId, personId, act, at: await tx.now() });
      return act;
    } catch (error) {
      if (!isDuplicateOf(error, 'PRIMARY')) throw error;
      const before = await tx.row<{ act: ParticipationAct }>(
        'SELECT act FROM spend_participation WHERE spend_request_id = ? AND person_id = ?',
        [requestId, personId],
      );
      if (!before || !mayAlso(before.act, act)) throw FourEyes();
      return before.act;
    }
  }

  /** Requires at least three people who do not depend on each other. Throws PEOPLE_DEPENDENT. */
  async assertThree(tx: Tx, people: string[]): Promise<void> {
    if (!(await this.independence.areThree(tx, people)))
      throw PeopleDependent({ days: await this.independence.days(tx) });
  }

  /** The people who answer for the present version: the requester, its signers (the deputy, not the absent person), and the
   *  person who accepted. Other people with a part in the request do not vouch for what is paid now. */
  async standBehind(reader: Reader, requestId: string): Promise<string[]> {
    const rows = await reader.rows<{ personId: string }>(
      `SELECT requested_by AS person_id FROM spend_request WHERE id = ?
       UNION SELECT s.person_id FROM spend_signature s JOIN spend_request r ON r.id = s.spend_request_id AND r.version = s.version
         WHERE s.spend_request_id = ?
       UNION SELECT accepted_by FROM spend_acceptance WHERE spend_request_id = ?`,
      [requestId, requestId, requestId],
    );
    return rows.map(({ personId }) => personId);
  }

  /** Requires three independent people behind each reversal and its renewal. Throws PEOPLE_DEPENDENT. */
  async assertRenewedByThree(tx: Tx, requestId: string): Promise<void> {
    const renewed = await tx.rows<{ proposedBy: string; decidedBy: string; renewedBy: string }>(
      'SELECT proposed_by, decided_by, renewed_by FROM fund_reversal WHERE spend_request_id = ? AND renewed_by IS NOT NULL',
      [requestId],
    );
    for (const { proposedBy, decidedBy, renewedBy } of renewed)
      await this.assertThree(tx, [proposedBy, decidedBy, renewedBy]);
  }

  /** Sets the request's current deadline and cancels the previous one. The deadline of an objection runs in addition. */
  async waitFor(tx: Tx, requestId: string, deadline: Deadline): Promise<void> {
    if (deadline !== OBJECTION_ANSWER_DUE)
      await this.jobs.cancel(tx, requestId, [DECISION_DUE.name, ACCEPTANCE_DUE.name, PAYMENT_DUE.name]);
    await this.jobs.schedule(tx, {
      kind: deadline.name,
      subjectId: requestId,
      dueAt: await this.deadlines.dueAt(tx, deadline),
    });
  }

  /** Books money of a decided request, in the year of its decision. `once` makes the booking unique. */
  async book(
    tx: Tx,
    request: SpendRequest,
    kind: 'reserve' | 'commit' | 'pay' | 'release' | 'refund' | 'reverse',
    amountFen: number,
    { once, actorId }: { once: string; actorId: string | null },
  ): Promise<void> {
    await this.ledger.post(tx, {
      kind,
      held: heldIn(request),
      unitId: request.unitId,
      year: request.year!,
      amountFen,
      opKey: `${kind}-${once}`,
      spendRequestId: request.id,
      actorId,
    });
  }

  /** Releases part of the held money. A request can release often: the sum released so far makes the booking unique. */
  async releaseRemainder(tx: Tx, request: SpendRequest, amountFen: number, actorId: string | null): Promise<void> {
    if (amountFen === 0) return;
    await tx.execute('UPDATE spend_request SET released_fen = released_fen + ? WHERE id = ?', [amountFen, request.id]);
    await this.book(tx, request, 'release', amountFen, { once: `${request.id}-${request.releasedFen}`, actorId });
  }

  /** A reason or answer in its stored form: personal details of the persons concerned by the wishes are masked. */
  said(tx: Tx, { wishIds }: Pick<SpendRequest, 'wishIds'>, text: string): Promise<string> {
    return this.persons.mask(tx, wishIds, text);
  }

  /** Ends a request: cancels its deadlines and releases the money that it holds. */
  async end(tx: Tx, request: SpendRequest, actorId: string | null, reason: string): Promise<void> {
    const releasedFen = heldFenOf(request);
    const said = await this.said(tx, request, reason);
    await this.set(tx, request, {
      status: request.paidFen > 0 ? 'settled' : 'cancelled',
      nextRole: null,
      noticeUntil: null,
      noticeLeft: null,
      reason: said.slice(0, 300),
    });
    await this.jobs.cancel(tx, request.id);
    if (request.status !== 'draft')
      await this.record(
        tx,
        (releasedFen > 0 ? SpendReleased : SpendWithdrawn).with({ amountFen: releasedFen }),
        request,
        actorId,
      );
    await this.releaseRemainder(tx, request, releasedFen, actorId);
  }

  /** Records an event on the timelines of all wishes of the request. Notifications are sent for the first wish only. */
  async record(
    tx: Tx,
    event: SpendEvent,
    { id, unitId, wishIds }: Pick<SpendRequest, 'id' | 'unitId' | 'wishIds'>,
    actorId: string | null,
  ): Promise<void> {
    const shared = wishIds.length > 1 ? { wishes: wishIds.length } : {};
    await this.events.record(
      tx,
      ...wishIds.map((subjectId, at) =>
        event({
          unitId,
          subjectId,
          actorId,
          data: { spendRequestId: id, ...shared, ...(at > 0 ? { isRepeated: true } : {}) },
        }),
      ),
    );
  }
}
