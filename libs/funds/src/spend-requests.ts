import { Injectable } from '@nestjs/common';
import {
  Clocks,
  Events,
  Jobs,
  Transactions,
  budgetYear,
  defineJob,
  isDuplicateOf,
  newId,
  problem,
  type Actor,
  type Tx,
} from '#libs/platform';
import { Access, type Role } from '#libs/identity';
import { Ledger } from './ledger.js';
import { signersFor, spendPolicy } from './spend-policy.js';

export const SpendRequestNotFound = problem('SPEND_REQUEST_NOT_FOUND', 404, {
  zh: '没有这个用款申请，或不在您的范围内。',
  en: 'There is no such spend request, or outside your scope.',
});
export const SpendRequestDecided = problem('SPEND_REQUEST_STATE', 409, {
  zh: '这个用款申请现在的状态是“{state}”，不能这样操作。',
  en: 'The spend request is {state} and cannot take this step.',
});
export const SpendRequestOpen = problem('SPEND_REQUEST_OPEN', 409, {
  zh: '这个心愿已有一个未办完的用款申请，请勿重复申请。',
  en: 'This wish has an open spend request already.',
});
export const FourEyes = problem('FOUR_EYES', 403, {
  zh: '申请、签字、付款须由不同的人办理，每人只能经手一次。',
  en: 'Whoever asks, signs and pays must be different people; each has one hand in it.',
});
export const NotYourTurn = problem('NOT_YOUR_TURN', 403, {
  zh: '现在轮到“{role}”签字，请等前面的人签完。',
  en: 'It is the turn of {role} to sign.',
});
export const VoucherUsed = problem('VOUCHER_USED', 409, {
  zh: '凭证号 {voucherNo} 已经用过，请核对。',
  en: 'The voucher number {voucherNo} has been used already.',
});
export const PaymentTooLarge = problem('PAYMENT_TOO_LARGE', 422, {
  zh: '付款超出批准的余额（剩 {openFen} 分）。超支不补。',
  en: 'The payment exceeds what is left of the approved amount ({openFen} fen).',
});

export const SPEND_DECIDE = defineJob('spend.decide');
export const SPEND_PAY = defineJob('spend.pay');

export interface SpendRequest {
  id: string;
  unitId: string;
  unitPath: string;
  wishId: string;
  amountFen: number;
  year: number | null;
  status: 'submitted' | 'approved' | 'refused' | 'cancelled' | 'settled';
  paidFen: number;
  releasedFen: number;
  requestedBy: string;
  decidedBy: string | null;
  /** JSON: the roles that have to sign, in their order. */
  signers: string;
  /** How many have signed. */
  signatures: number;
  /** Whose signature is awaited. */
  nextRole: Role | null;
}

const COLUMNS =
  'id, unit_id, unit_path, wish_id, amount_fen, year, status, paid_fen, released_fen, requested_by, decided_by, signers, signatures, next_role';

/** A spend request from asking to settlement. The amount decides who has to sign, one after the other; the last signature
 *  approves, and reserves what never exceeds what the community has. Nobody has two hands in one request: `spend_hand`
 *  holds one row for each person, and every payment hangs on one. */
@Injectable()
export class SpendRequests {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly ledger: Ledger,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clocks: Clocks,
  ) {}

  /** Asks for money for a wish; the caller has checked the wish. Throws SPEND_REQUEST_OPEN. */
  async submit(
    tx: Tx,
    input: {
      actorId: string;
      unitId: string;
      unitPath: string;
      wishId: string;
      purpose: string;
      payee: string;
      amountFen: number;
    },
  ): Promise<{ id: string }> {
    const id = newId();
    const { actorId, ...request } = input;
    const policy = await spendPolicy(tx);
    const signers = signersFor(policy, input.amountFen);
    try {
      await tx.insert('spend_request', {
        id,
        ...request,
        status: 'submitted',
        policyVersion: policy.version,
        signers: JSON.stringify(signers),
        nextRole: signers[0] ?? null,
        requestedBy: actorId,
        requestedAt: await tx.now(),
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_spend_open_wish') ? SpendRequestOpen() : error;
    }
    await this.lend(tx, id, actorId, 'ask');
    await this.jobs.schedule(tx, {
      kind: SPEND_DECIDE,
      subjectId: id,
      dueAt: await this.clocks.dueAt(tx, 'spend.decide'),
    });
    await this.record(tx, 'SpendRequested', { id, unitId: input.unitId, wishId: input.wishId }, actorId, {
      amountFen: input.amountFen,
    });
    return { id };
  }

  /** Whoever's turn it is signs. The last signature approves and reserves the amount in the year of the decision. Throws
   *  SPEND_REQUEST_NOT_FOUND, FORBIDDEN, FOUR_EYES, NOT_YOUR_TURN, SPEND_REQUEST_STATE, FUNDS_INSUFFICIENT,
   *  FUND_NOT_OPENED, FUND_YEAR_CLOSED. */
  async sign(actor: Actor, requestId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.load(tx, requestId);
      const role = this.requireTurn(actor, request);
      const signers = JSON.parse(request.signers) as Role[];
      const place = request.signatures + 1;
      const nextRole = signers[place] ?? null;
      const signed = await tx.execute(
        `UPDATE spend_request SET signatures = ?, next_role = ? WHERE id = ? AND status = 'submitted' AND signatures = ?`,
        [place, nextRole, requestId, request.signatures],
      );
      if (signed === 0) throw SpendRequestDecided({ state: (await this.load(tx, requestId)).status });
      await this.lend(tx, requestId, actor.personId, 'sign', { place, role });
      if (nextRole) {
        await this.jobs.schedule(tx, {
          kind: SPEND_DECIDE,
          subjectId: requestId,
          dueAt: await this.clocks.dueAt(tx, 'spend.decide'),
        });
        await this.record(tx, 'SpendSigned', request, actor.personId, { role, place });
      } else await this.approve(tx, actor, request);
      return { id: requestId };
    });
  }

  private async approve(tx: Tx, actor: Actor, request: SpendRequest): Promise<void> {
    const year = budgetYear(await tx.now());
    await tx.execute(
      `UPDATE spend_request SET status = 'approved', decided_by = ?, decided_at = UTC_TIMESTAMP(3), year = ? WHERE id = ?`,
      [actor.personId, year, request.id],
    );
    await this.jobs.cancel(tx, request.id);
    await this.jobs.schedule(tx, {
      kind: SPEND_PAY,
      subjectId: request.id,
      dueAt: await this.clocks.dueAt(tx, 'spend.pay'),
    });
    await this.record(tx, 'SpendApproved', request, actor.personId, { amountFen: request.amountFen, year });
    await this.ledger.post(tx, {
      kind: 'reserve',
      unitId: request.unitId,
      year,
      amountFen: request.amountFen,
      opKey: `reserve-${request.id}`,
      spendRequestId: request.id,
      actorId: actor.personId,
    });
  }

  /** Whoever's turn it is may refuse instead. Throws SPEND_REQUEST_NOT_FOUND, FORBIDDEN, FOUR_EYES, NOT_YOUR_TURN,
   *  SPEND_REQUEST_STATE. */
  async refuse(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.load(tx, requestId);
      this.requireTurn(actor, request);
      const refused = await tx.execute(
        `UPDATE spend_request SET status = 'refused', next_role = NULL, decided_by = ?, decided_at = UTC_TIMESTAMP(3), reason = ?
         WHERE id = ? AND status = 'submitted' AND signatures = ?`,
        [actor.personId, reason, requestId, request.signatures],
      );
      if (refused === 0) throw SpendRequestDecided({ state: request.status });
      await this.jobs.cancel(tx, requestId);
      await this.record(tx, 'SpendRefused', request, actor.personId, {});
      return { id: requestId };
    });
  }

  /** The finance clerk pays, wholly or in part, under a voucher number that is unique in the district; `isLast` gives
   *  back what was not needed. Throws VOUCHER_USED, PAYMENT_TOO_LARGE, FOUR_EYES, SPEND_REQUEST_STATE. */
  async pay(
    actor: Actor,
    requestId: string,
    input: { amountFen: number; voucherNo: string; isLast: boolean },
  ): Promise<{ id: string }> {
    const paymentId = newId();
    return this.transactions.command(actor, async (tx) => {
      const request = await this.load(tx, requestId, 'FOR UPDATE');
      this.access.require(actor, 'spend.pay', request.unitPath, SpendRequestNotFound);
      if (request.status !== 'approved' || !request.decidedBy) throw SpendRequestDecided({ state: request.status });
      await this.lend(tx, requestId, actor.personId, 'pay');
      const openFen = request.amountFen - request.paidFen - request.releasedFen;
      if (input.amountFen > openFen) throw PaymentTooLarge({ openFen });
      const restFen = openFen - input.amountFen;
      const settles = input.isLast || restFen === 0;
      const releaseFen = settles ? restFen : 0;
      try {
        await tx.insert('fund_payment', {
          id: paymentId,
          spendRequestId: requestId,
          amountFen: input.amountFen,
          voucherNo: input.voucherNo,
          approvedBy: request.decidedBy,
          paidBy: actor.personId,
          paidAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_payment_voucher') ? VoucherUsed({ voucherNo: input.voucherNo }) : error;
      }
      await tx.execute(
        'UPDATE spend_request SET paid_fen = paid_fen + ?, released_fen = released_fen + ?, status = ? WHERE id = ?',
        [input.amountFen, releaseFen, settles ? 'settled' : 'approved', requestId],
      );
      if (settles) await this.jobs.cancel(tx, requestId);
      await this.record(tx, 'SpendPaid', request, actor.personId, {
        amountFen: input.amountFen,
        releasedFen: releaseFen,
      });
      await this.book(tx, request, 'pay', input.amountFen, `pay-${paymentId}`, actor.personId);
      if (releaseFen > 0) await this.book(tx, request, 'release', releaseFen, `release-${requestId}`, actor.personId);
      return { id: requestId };
    });
  }

  /** Gives back what an approved request still holds and closes it; a submitted one is cancelled. */
  async release(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.load(tx, requestId, 'FOR UPDATE');
      this.access.require(actor, 'spend.release', request.unitPath, SpendRequestNotFound);
      if (request.status !== 'submitted' && request.status !== 'approved')
        throw SpendRequestDecided({ state: request.status });
      await this.letGo(tx, request, actor.personId, reason);
      return { id: requestId };
    });
  }

  /** When a wish ends without being fulfilled, what is still held for it goes back. */
  async releaseForWish(tx: Tx, wishId: string, actorId: string | null, reason: string): Promise<void> {
    const open = await tx.row<SpendRequest>(`SELECT ${COLUMNS} FROM spend_request WHERE open_wish_id = ? FOR UPDATE`, [
      wishId,
    ]);
    if (open) await this.letGo(tx, open, actorId, reason);
  }

  private async letGo(tx: Tx, request: SpendRequest, actorId: string | null, reason: string): Promise<void> {
    const held = request.status === 'approved' ? request.amountFen - request.paidFen - request.releasedFen : 0;
    await tx.execute(
      'UPDATE spend_request SET status = ?, next_role = NULL, released_fen = released_fen + ?, reason = ? WHERE id = ?',
      [request.status === 'approved' ? 'settled' : 'cancelled', held, reason.slice(0, 300), request.id],
    );
    await this.jobs.cancel(tx, request.id);
    await this.record(tx, 'SpendReleased', request, actorId, { amountFen: held });
    if (held > 0) await this.book(tx, request, 'release', held, `release-${request.id}`, actorId);
  }

  /** The role that signs now. Throws what keeps the actor from being the one. */
  private requireTurn(actor: Actor, request: SpendRequest): Role {
    this.access.require(actor, 'spend.approve', request.unitPath, SpendRequestNotFound);
    if (request.status !== 'submitted' || !request.nextRole) throw SpendRequestDecided({ state: request.status });
    if (request.requestedBy === actor.personId) throw FourEyes();
    if (!this.access.holds(actor, request.nextRole, request.unitPath)) throw NotYourTurn({ role: request.nextRole });
    return request.nextRole;
  }

  /** A person's one hand in a request; the same act again is the same hand. Throws FOUR_EYES. */
  private async lend(
    tx: Tx,
    requestId: string,
    personId: string,
    act: 'ask' | 'sign' | 'pay',
    signature: { place: number; role: Role } | null = null,
  ): Promise<void> {
    try {
      await tx.insert('spend_hand', {
        spendRequestId: requestId,
        personId,
        act,
        place: signature?.place ?? null,
        role: signature?.role ?? null,
        at: await tx.now(),
      });
    } catch (error) {
      if (!isDuplicateOf(error, 'PRIMARY')) throw error;
      const before = await tx.row<{ act: string }>(
        'SELECT act FROM spend_hand WHERE spend_request_id = ? AND person_id = ?',
        [requestId, personId],
      );
      if (act !== 'pay' || before?.act !== 'pay') throw FourEyes(); // a payer may pay in several parts
    }
  }

  private async book(
    tx: Tx,
    request: SpendRequest,
    kind: 'pay' | 'release',
    amountFen: number,
    opKey: string,
    actorId: string | null,
  ): Promise<void> {
    await this.ledger.post(tx, {
      kind,
      unitId: request.unitId,
      year: request.year!,
      amountFen,
      opKey,
      spendRequestId: request.id,
      actorId,
    });
  }

  private async load(tx: Tx, requestId: string, lock = ''): Promise<SpendRequest> {
    const request = await tx.row<SpendRequest>(`SELECT ${COLUMNS} FROM spend_request WHERE id = ? ${lock}`, [
      requestId,
    ]);
    if (!request) throw SpendRequestNotFound();
    return request;
  }

  /** Told on the timeline of the wish that the money is for. */
  private async record(
    tx: Tx,
    name: string,
    request: { id: string; unitId: string; wishId: string },
    actorId: string | null,
    data: Record<string, unknown>,
  ): Promise<void> {
    await this.events.record(tx, {
      name,
      unitId: request.unitId,
      subjectId: request.wishId,
      actorId,
      visibility: 'public',
      data: { spendRequestId: request.id, ...data },
    });
  }
}
