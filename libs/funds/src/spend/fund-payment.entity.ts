import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { SpendParticipation } from './spend-participation.entity.js';

/** A payment out of the fund. */
@Entity('fund_payment')
@Unique('uq_payment_payer', ['id', 'paidBy'])
@Unique('uq_payment_voucher', ['voucherNo'])
@Index('ix_payment_day', ['paidAt'])
@Index('ix_payment_invoice', ['invoiceNo'])
@Index('ix_payment_request', ['spendRequestId'])
@ForeignKey(() => SpendParticipation, ['spendRequestId', 'paidBy', 'act'], ['spendRequestId', 'personId', 'act'], {
  name: 'fk_payment_participation',
})
@Check('fund_payment.act', "act = 'pay'")
@Check('ck_payment_amount', 'amount_fen > 0')
@Check('ck_payment_four_eyes', 'paid_by <> approved_by')
export class FundPayment {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  spendRequestId: string;

  @Column({ type: 'bigint' })
  amountFen: number;

  @Column({ type: 'varchar', length: 40 })
  voucherNo: string;

  @Column({ type: 'uuid' })
  approvedBy: string;

  @Column({ type: 'uuid' })
  paidBy: string;

  @Column({ type: 'datetime', precision: 3 })
  paidAt: Date;

  /** Always `pay`: ties the payment to `spend_participation`. */
  @Column({ type: 'varchar', length: 8, charset: 'ascii', default: 'pay' })
  act?: string;

  @Column({ type: 'varchar', length: 40, nullable: true })
  invoiceNo: string | null;
}
