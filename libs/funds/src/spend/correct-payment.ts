import { Injectable } from '@nestjs/common';
import { Transactions, isDuplicateOf, newId, type Actor, type Tx, type Row } from '#libs/platform';
import { Access } from '#libs/identity';
import { undoMatchOfPayment } from '../bank/reconcile-bank.js';
import { FundRefund } from './fund-refund.entity.js';
import { FundReversal } from './fund-reversal.entity.js';
import { SpendStore, type SpendRequest } from './spend-store.js';
import {
  FourEyes,
  NotYourSignature,
  PaymentNotFound,
  AlreadyReversed,
  RefundTooLarge,
  ReversalNotFound,
  VoucherUsed,
} from './spend.errors.js';
import { PaymentReversed, ReversalProposed, SpendRefunded, SpendRenewed } from '../funds.events.js';
import { SPEND_APPROVE, SPEND_PAY, SPEND_REVERSE } from '../funds.permissions.js';
import { PAYMENT_DUE } from '../funds.deadlines.js';

interface Paid {
  id: string;
  spendRequestId: string;
  amountFen: number;
  paidBy: string;
}

/** Bookings are never edited. A refund from the payee returns to the year that it came from. Two people reverse a wrong
 *  payment; its request can be paid again once a signer has released it. */
@Injectable()
export class CorrectPayment {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
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
      if (await this.standingReversal(tx, paymentId)) throw AlreadyReversed();
      const before = await this.refundedFen(tx, paymentId);
      const { amountFen, voucherNo, reason } = input;
      if (amountFen > payment.amountFen - before) throw RefundTooLarge({ heldFenOf: payment.amountFen - before });
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
      if ((await this.refundedFen(tx, paymentId)) > 0) throw AlreadyReversed();
      try {
        await tx.insert(FundReversal, {
          id,
          spendRequestId: request.id,
          paymentId,
          paidBy: payment.paidBy,
          reason: (await this.store.said(tx, request, reason)).slice(0, 300),
          proposedBy: actor.personId,
          proposedAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_reversal_standing') ? AlreadyReversed() : error;
      }
      await this.store.record(tx, ReversalProposed, request, actor.personId);
      return { id };
    });
  }

  /** The second person, who has no other part in the request, agrees or declines. After agreement the money is held for the
   *  request again. Throws REVERSAL_NOT_FOUND, FORBIDDEN, FOUR_EYES, SPEND_REQUEST_OPEN when the wish has another open
   *  request by now. */
  async decide(actor: Actor, reversalId: string, isAgreed: boolean): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const found = await tx.row<Row<FundReversal, 'paymentId' | 'proposedBy' | 'reason'>>(
        'SELECT payment_id, proposed_by, reason FROM fund_reversal WHERE id = ? AND is_agreed IS NULL',
        [reversalId],
      );
      if (!found) throw ReversalNotFound();
      const payment = await this.payment(tx, found.paymentId);
      const request = await this.store.load(tx, payment.spendRequestId);
      this.access.require(actor, SPEND_REVERSE, request.unitPath, ReversalNotFound);
      if (actor.personId === found.proposedBy) throw FourEyes();
      await this.store.registerParticipation(tx, request.id, actor.personId, 'reverse');
      const decided = await tx.execute(
        'UPDATE fund_reversal SET is_agreed = ?, decided_by = ?, decided_at = ? WHERE id = ? AND is_agreed IS NULL',
        [isAgreed, actor.personId, await tx.now(), reversalId],
      );
      if (decided === 0) throw ReversalNotFound();
      if (isAgreed) await this.reverse(tx, request, payment, { actorId: actor.personId, reason: found.reason });
      return { id: reversalId };
    });
  }

  /** After an agreed reversal, a signer of the present version releases the request for payment again; a deputy who signed
   *  may do it, too. Throws REVERSAL_NOT_FOUND, FORBIDDEN, SPEND_REQUEST_STATE, SPEND_PAUSED, NOT_YOUR_SIGNATURE, FOUR_EYES,
   *  PEOPLE_DEPENDENT. */
  async renew(actor: Actor, reversalId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const found = await tx.row<{ spendRequestId: string; proposedBy: string; decidedBy: string }>(
        'SELECT spend_request_id, proposed_by, decided_by FROM fund_reversal WHERE id = ? AND is_agreed AND renewed_by IS NULL',
        [reversalId],
      );
      if (!found) throw ReversalNotFound();
      const request = await this.store.begin(tx, actor, found.spendRequestId, {
        permission: SPEND_APPROVE,
        step: 'renew',
        absent: ReversalNotFound,
      });
      await this.store.assertNotPaused(tx, request.id);
      const signature = await tx.row(
        'SELECT 1 FROM spend_signature WHERE spend_request_id = ? AND version = ? AND person_id = ?',
        [request.id, request.version, actor.personId],
      );
      if (!signature) throw NotYourSignature();
      if (actor.personId === found.proposedBy || actor.personId === found.decidedBy) throw FourEyes();
      await this.store.assertThree(tx, [found.proposedBy, found.decidedBy, actor.personId]);
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

  private async begin(
    tx: Tx,
    actor: Actor,
    paymentId: string,
    step: 'refund' | 'reverse',
  ): Promise<{ payment: Paid; request: SpendRequest }> {
    const payment = await this.payment(tx, paymentId);
    const request = await this.store.begin(tx, actor, payment.spendRequestId, {
      permission: SPEND_PAY,
      step,
      absent: PaymentNotFound,
    });
    return { payment, request };
  }

  private async payment(tx: Tx, paymentId: string): Promise<Paid> {
    const payment = await tx.row<Paid>(
      'SELECT id, spend_request_id, amount_fen, paid_by FROM fund_payment WHERE id = ?',
      [paymentId],
    );
    if (!payment) throw PaymentNotFound();
    return payment;
  }

  private async refundedFen(tx: Tx, paymentId: string): Promise<number> {
    const row = await tx.row<{ fen: string }>(
      'SELECT COALESCE(SUM(amount_fen), 0) AS fen FROM fund_refund WHERE payment_id = ?',
      [paymentId],
    );
    return Number(row?.fen ?? 0);
  }

  private async standingReversal(tx: Tx, paymentId: string): Promise<boolean> {
    return (await tx.row('SELECT 1 FROM fund_reversal WHERE standing_id = ?', [paymentId])) !== undefined;
  }
}
