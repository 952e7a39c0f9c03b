import { Injectable } from '@nestjs/common';
import { Transactions, isDuplicateOf, newId, type Actor, type Tx, type Row } from '#libs/platform';
import { undoMatchOfPayment } from '../bank/reconcile-bank.js';
import { FundRefund } from './fund-refund.entity.js';
import { FundReversal } from './fund-reversal.entity.js';
import { SpendStore, type SpendRequest } from './spend-store.js';
import {
  SpendSteps,
  type PaymentAction,
  type PaymentFacts,
  type ReversalAction,
  type ReversalFacts,
} from './spend-steps.js';
import { PaymentNotFound, RefundTooLarge, ReversalNotFound, VoucherUsed } from './spend.errors.js';
import { PaymentReversed, ReversalProposed, SpendRefunded, SpendRenewed } from '../funds.events.js';
import { PAYMENT_DUE } from '../funds.deadlines.js';

interface Paid {
  id: string;
  spendRequestId: string;
  amountFen: number;
  paidBy: string;
}
type Reversal = Row<FundReversal, 'paymentId' | 'reason' | keyof ReversalFacts>;

/** Bookings are never edited. A refund from the payee returns to the year that it came from. Two people reverse a wrong
 *  payment; its request can be paid again once a signer has released it. */
@Injectable()
export class CorrectPayment {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: SpendSteps,
    private readonly store: SpendStore,
  ) {}

  /** Throws PAYMENT_NOT_FOUND, FORBIDDEN, PAYMENT_REVERSED, REFUND_TOO_LARGE, VOUCHER_USED. */
  async refund(
    actor: Actor,
    paymentId: string,
    input: { amountFen: number; voucherNo: string; reason: string },
  ): Promise<{ id: string }> {
    const id = newId();
    return this.transactions.command(actor, async (tx) => {
      const { payment, request } = await this.begin(tx, actor, paymentId, 'refund');
      const left = payment.amountFen - payment.refundedFen;
      const { amountFen, voucherNo, reason } = input;
      if (amountFen > left) throw RefundTooLarge({ restFen: left });
      try {
        await tx.insert(FundRefund, {
          id,
          spendRequestId: request.id,
          paymentId,
          amountFen,
          voucherNo,
          reason: (await this.store.said(tx, request, reason)).slice(0, 300),
          recordedBy: actor.personId,
          recordedAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_refund_voucher') ? VoucherUsed({ voucherNo }) : error;
      }
      await tx.execute('UPDATE spend_request SET refunded_fen = refunded_fen + ? WHERE id = ?', [
        amountFen,
        request.id,
      ]);
      await this.store.record(tx, SpendRefunded.with({ amountFen }), request, actor.personId);
      await this.store.book(tx, request, 'refund', amountFen, { once: id, actorId: actor.personId });
      return { id };
    });
  }

  /** The first of two people proposes to reverse a payment. Throws PAYMENT_NOT_FOUND, FORBIDDEN, PAYMENT_REVERSED. */
  async propose(actor: Actor, paymentId: string, reason: string): Promise<{ id: string }> {
    const id = newId();
    return this.transactions.command(actor, async (tx) => {
      const { payment, request } = await this.begin(tx, actor, paymentId, 'reverse');
      await tx.insert(FundReversal, {
        id,
        spendRequestId: request.id,
        paymentId,
        paidBy: payment.paidBy,
        reason: (await this.store.said(tx, request, reason)).slice(0, 300),
        proposedBy: actor.personId,
        proposedAt: await tx.now(),
      });
      await this.store.record(tx, ReversalProposed, request, actor.personId);
      return { id };
    });
  }

  /** The second person, who has no other part in the request, agrees or declines. After agreement the money is held for the
   *  request again. Throws REVERSAL_NOT_FOUND, FORBIDDEN, FOUR_EYES, SPEND_REQUEST_OPEN when the wish has another open
   *  request by now. */
  async decide(actor: Actor, reversalId: string, isAgreed: boolean): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const { reversal, request } = await this.beginReversal(tx, actor, reversalId, 'decide');
      await this.store.registerParticipation(tx, request.id, actor.personId, 'reverse');
      const decided = await tx.execute(
        'UPDATE fund_reversal SET is_agreed = ?, decided_by = ?, decided_at = ? WHERE id = ? AND is_agreed IS NULL',
        [isAgreed, actor.personId, await tx.now(), reversalId],
      );
      if (decided === 0) throw ReversalNotFound();
      if (isAgreed) {
        const payment = await this.payment(tx, reversal.paymentId);
        await this.reverse(tx, request, payment, { actorId: actor.personId, reason: reversal.reason });
      }
      return { id: reversalId };
    });
  }

  /** After an agreed reversal, a signer of the present version releases the request for payment again; a deputy who signed
   *  may do it, too. Throws REVERSAL_NOT_FOUND, FORBIDDEN, SPEND_REQUEST_STATE, SPEND_PAUSED, NOT_YOUR_SIGNATURE, FOUR_EYES,
   *  PEOPLE_DEPENDENT. */
  async renew(actor: Actor, reversalId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const { reversal, request } = await this.beginReversal(tx, actor, reversalId, 'renew');
      await this.store.assertThree(tx, [reversal.proposedBy, reversal.decidedBy!, actor.personId]);
      const renewed = await tx.execute(
        'UPDATE fund_reversal SET renewed_by = ?, renewed_version = ?, renewed_at = ? WHERE id = ? AND renewed_by IS NULL',
        [actor.personId, request.version, await tx.now(), reversalId],
      );
      if (renewed === 0) throw ReversalNotFound();
      await this.store.record(tx, SpendRenewed, request, actor.personId);
      return { id: reversalId };
    });
  }

  private async reverse(
    tx: Tx,
    request: SpendRequest,
    payment: Paid,
    { actorId, reason }: { actorId: string; reason: string },
  ): Promise<void> {
    const open = { paidFen: request.paidFen - payment.amountFen, status: 'approved' } as const;
    await this.store.set(tx, request, open);
    await undoMatchOfPayment(tx, payment.id, actorId);
    await this.store.waitFor(tx, request.id, PAYMENT_DUE);
    await this.store.record(tx, PaymentReversed.with({ amountFen: payment.amountFen }), request, actorId);
    await this.store.book(tx, request, 'reverse', payment.amountFen, { once: payment.id, actorId });
    // All its wishes have ended in the meantime: nothing is left to pay.
    if ((await this.store.wishesOf(tx, request.id)).length === 0)
      await this.store.end(tx, { ...request, ...open }, actorId, reason);
  }

  /** Locks the request of a payment; throws the reason why the actor may not take the step. */
  private async begin(
    tx: Tx,
    actor: Actor,
    paymentId: string,
    action: PaymentAction,
  ): Promise<{ payment: Paid & PaymentFacts; request: SpendRequest }> {
    const paid = await this.payment(tx, paymentId);
    const request = await this.store.loadTied(tx, paid.spendRequestId);
    const corrections = await tx.row<{ refundedFen: string; hasReversal: number }>(
      `SELECT (SELECT COALESCE(SUM(amount_fen), 0) FROM fund_refund WHERE payment_id = ?) AS refunded_fen,
         EXISTS (SELECT 1 FROM fund_reversal WHERE standing_id = ?) AS has_reversal`,
      [paymentId, paymentId],
    );
    const payment = {
      ...paid,
      refundedFen: Number(corrections!.refundedFen),
      hasReversal: Boolean(corrections!.hasReversal),
    };
    const refusal = this.steps.paymentRefusal(action, payment, request, actor);
    if (refusal) throw refusal;
    return { payment, request };
  }

  /** Locks the request of a reversal; throws the reason why the actor may not take the step. */
  private async beginReversal(
    tx: Tx,
    actor: Actor,
    reversalId: string,
    action: ReversalAction,
  ): Promise<{ reversal: Reversal; request: SpendRequest }> {
    const found = await tx.row<{ spendRequestId: string }>('SELECT spend_request_id FROM fund_reversal WHERE id = ?', [
      reversalId,
    ]);
    if (!found) throw ReversalNotFound();
    const request = await this.store.loadTied(tx, found.spendRequestId);
    const reversal = await tx.row<Reversal>(
      'SELECT payment_id, reason, proposed_by, is_agreed, decided_by, renewed_by FROM fund_reversal WHERE id = ?',
      [reversalId],
    );
    const refusal = this.steps.reversalRefusal(action, reversal!, request, actor);
    if (refusal) throw refusal;
    return { reversal: reversal!, request };
  }

  private async payment(tx: Tx, paymentId: string): Promise<Paid> {
    const payment = await tx.row<Paid>(
      'SELECT id, spend_request_id, amount_fen, paid_by FROM fund_payment WHERE id = ?',
      [paymentId],
    );
    if (!payment) throw PaymentNotFound();
    return payment;
  }
}
