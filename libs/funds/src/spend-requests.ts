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
import { Access } from '#libs/identity';
import { Ledger } from './ledger.js';

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
  zh: '申请、审批、付款须由不同的人办理。',
  en: 'Whoever asks, approves and pays must be three different people.',
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
}

const COLUMNS =
  'id, unit_id, unit_path, wish_id, amount_fen, year, status, paid_fen, released_fen, requested_by, decided_by';

/** A spend request from asking to settlement. Asker, approver and payer are three people; the amount is reserved when it
 *  is approved and never exceeds what the community has. */
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
    try {
      await tx.insert('spend_request', {
        id,
        ...request,
        status: 'submitted',
        requestedBy: actorId,
        requestedAt: await tx.now(),
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_spend_open_wish') ? SpendRequestOpen() : error;
    }
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

  /** The secretary approves; the amount is reserved in the year of the decision. Throws SPEND_REQUEST_NOT_FOUND,
   *  FORBIDDEN, FOUR_EYES, SPEND_REQUEST_STATE, FUNDS_INSUFFICIENT, FUND_NOT_OPENED. */
  async approve(actor: Actor, requestId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.load(tx, requestId);
      this.access.require(actor, 'spend.approve', request.unitPath, SpendRequestNotFound);
      if (request.requestedBy === actor.personId) throw FourEyes();
      const year = budgetYear(await tx.now());
      const approved = await tx.execute(
        `UPDATE spend_request SET status = 'approved', decided_by = ?, decided_at = UTC_TIMESTAMP(3), year = ?
         WHERE id = ? AND status = 'submitted' AND requested_by <> ?`,
        [actor.personId, year, requestId, actor.personId],
      );
      if (approved === 0) throw SpendRequestDecided({ state: (await this.load(tx, requestId)).status });
      await this.jobs.cancel(tx, requestId);
      await this.jobs.schedule(tx, {
        kind: SPEND_PAY,
        subjectId: requestId,
        dueAt: await this.clocks.dueAt(tx, 'spend.pay'),
      });
      await this.record(tx, 'SpendApproved', request, actor.personId, { amountFen: request.amountFen, year });
      await this.ledger.post(tx, {
        kind: 'reserve',
        unitId: request.unitId,
        year,
        amountFen: request.amountFen,
        opKey: `reserve-${requestId}`,
        spendRequestId: requestId,
        actorId: actor.personId,
      });
      return { id: requestId };
    });
  }

  /** Throws SPEND_REQUEST_NOT_FOUND, FORBIDDEN, FOUR_EYES, SPEND_REQUEST_STATE. */
  async refuse(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.load(tx, requestId);
      this.access.require(actor, 'spend.approve', request.unitPath, SpendRequestNotFound);
      if (request.requestedBy === actor.personId) throw FourEyes();
      const refused = await tx.execute(
        `UPDATE spend_request SET status = 'refused', decided_by = ?, decided_at = UTC_TIMESTAMP(3), reason = ?
         WHERE id = ? AND status = 'submitted'`,
        [actor.personId, reason, requestId],
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
      if ([request.requestedBy, request.decidedBy].includes(actor.personId)) throw FourEyes();
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
      this.access.require(actor, 'spend.approve', request.unitPath, SpendRequestNotFound);
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
    await tx.execute('UPDATE spend_request SET status = ?, released_fen = released_fen + ?, reason = ? WHERE id = ?', [
      request.status === 'approved' ? 'settled' : 'cancelled',
      held,
      reason.slice(0, 300),
      request.id,
    ]);
    await this.jobs.cancel(tx, request.id);
    await this.record(tx, 'SpendReleased', request, actorId, { amountFen: held });
    if (held > 0) await this.book(tx, request, 'release', held, `release-${request.id}`, actorId);
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
