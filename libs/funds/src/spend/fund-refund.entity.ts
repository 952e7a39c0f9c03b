import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { FundPayment } from './fund-payment.entity.js';

/** Money that came back from a payee. */
@Entity('fund_refund')
@Unique('uq_refund_voucher', ['voucherNo'])
@Index('ix_refund_request', ['spendRequestId'])
@ForeignKey(() => FundPayment, ['paymentId'], ['id'], { name: 'fk_refund_payment' })
@Check('fund_refund.amount_fen', 'amount_fen > 0')
export class FundRefund {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  spendRequestId: string;

  @Column({ type: 'uuid' })
  paymentId: string;

  @Column({ type: 'bigint' })
  amountFen: number;

  @Column({ type: 'varchar', length: 40 })
  voucherNo: string;

  @Column({ type: 'varchar', length: 300 })
  reason: string;

  @Column({ type: 'uuid' })
  recordedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  recordedAt: Date;
}
