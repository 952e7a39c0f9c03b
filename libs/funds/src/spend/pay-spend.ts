import { Injectable } from '@nestjs/common';
import { Files, Jobs, Transactions, isDuplicateOf, newId, shanghaiInstant, type Actor } from '#libs/platform';
import { FundPayment } from './fund-payment.entity.js';
import { amountRefusal, payableFenOf } from './spend-steps.js';
import { SpendStore } from './spend-store.js';
import { VoucherUsed } from './spend.errors.js';
import { heldFenOf } from './spend.lifecycle.js';
import { SpendPaid } from '../funds.events.js';
import { PAYMENT_DUE } from '../funds.deadlines.js';

export interface Payment {
  amountFen: number;
  /** Unique in the district. */
  voucherNo: string;
  invoiceNo?: string;
  /** Photos or scans of the invoice. */
  fileIds: string[];
  /** The last payment, except for a retention: the remaining money is released. */
  isLast: boolean;
}

/** A retention falls due at 9:00, when the office opens; minutes after midnight. */
const OPENS_MIN = 9 * 60;

/** The finance clerk pays a request in one or several parts. Before acceptance: at most the advance. The retention: not
 *  before its day. In total: at most the approved amount. */
@Injectable()
export class PaySpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
    private readonly files: Files,
    private readonly jobs: Jobs,
  ) {}

  /** Throws SPEND_REQUEST_STATE, SPEND_PAUSED, PAYMENT_NOT_RENEWED, FOUR_EYES, PEOPLE_DEPENDENT, PAYMENT_TOO_LARGE,
   *  RETENTION_HELD, ACCEPTANCE_MISSING, VOUCHER_USED. */
  async pay(actor: Actor, requestId: string, input: Payment): Promise<{ id: string }> {
    const paymentId = newId();
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'pay');
      await this.store.assertRenewedByThree(tx, requestId);
      await this.store.registerParticipation(tx, requestId, actor.personId, 'pay');
      await this.store.assertThree(tx, [...(await this.store.standBehind(tx, requestId)), actor.personId]);
      const now = await tx.now();
      const { amountFen } = input;
      const refusal = amountRefusal(request, amountFen, now);
      if (refusal) throw refusal;
      const heldFen = heldFenOf(request);
      const { payableFen, isRetained } = payableFenOf(request, now);
      const releasedFen = input.isLast ? payableFen - amountFen : 0;
      const isSettled = heldFen - amountFen - releasedFen === 0;
      try {
        await tx.insert(FundPayment, {
          id: paymentId,
          spendRequestId: requestId,
          amountFen,
          voucherNo: input.voucherNo,
          invoiceNo: input.invoiceNo ?? null,
          approvedBy: request.decidedBy!,
          paidBy: actor.personId,
          paidAt: now,
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_payment_voucher') ? VoucherUsed({ voucherNo: input.voucherNo }) : error;
      }
      await this.store.set(tx, request, {
        paidFen: request.paidFen + amountFen,
        status: isSettled ? 'settled' : 'approved',
      });
      if (isSettled) await this.jobs.cancel(tx, requestId);
      else if (isRetained && amountFen + releasedFen === payableFen)
        await this.jobs.schedule(tx, {
          kind: PAYMENT_DUE.name,
          subjectId: requestId,
          dueAt: shanghaiInstant(request.retentionUntil!, OPENS_MIN),
        });
      await this.files.attach(tx, actor, { subjectId: requestId, purpose: 'invoice', ids: input.fileIds });
      await this.store.record(tx, SpendPaid.with({ amountFen, releasedFen }), request, actor.personId);
      await this.store.book(tx, request, 'pay', amountFen, { once: paymentId, actorId: actor.personId });
      await this.store.releaseRemainder(tx, request, releasedFen, actor.personId);
      return { id: requestId };
    });
  }
}
