import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { FundPayment } from './fund-payment.entity.js';
import { SpendParticipation } from './spend-participation.entity.js';
import { SpendSignature } from './spend-signature.entity.js';

/** A payment that was booked by mistake is taken back: one person proposes, another decides. */
@Entity('fund_reversal')
@Unique('uq_reversal_standing', ['standingId'])
@Index('ix_reversal_request', ['spendRequestId'])
@ForeignKey(() => SpendParticipation, ['spendRequestId', 'decidedBy', 'act'], ['spendRequestId', 'personId', 'act'], {
  name: 'fk_reversal_participation',
})
@ForeignKey(() => FundPayment, ['paymentId', 'paidBy'], ['id', 'paidBy'], { name: 'fk_reversal_payer' })
@ForeignKey(() => FundPayment, ['paymentId'], ['id'], { name: 'fk_reversal_payment' })
@ForeignKey(
  () => SpendSignature,
  ['spendRequestId', 'renewedVersion', 'renewedBy'],
  ['spendRequestId', 'version', 'personId'],
  { name: 'fk_reversal_signature' },
)
@Check('fund_reversal.act', "act = 'reverse'")
@Check('ck_reversal', 'decided_by is null = (is_agreed is null) and (decided_by is null or decided_by <> proposed_by)')
@Check('ck_reversal_payer', 'decided_by is null or decided_by <> paid_by')
@Check(
  'ck_reversal_renewal',
  'renewed_by is null = (renewed_at is null) and renewed_by is null = (renewed_version is null) and (renewed_by is null or is_agreed is true and renewed_by <> proposed_by and renewed_by <> decided_by)',
)
export class FundReversal {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  spendRequestId: string;

  @Column({ type: 'uuid' })
  paymentId: string;

  @Column({ type: 'varchar', length: 300 })
  reason: string;

  @Column({ type: 'uuid' })
  proposedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  proposedAt: Date;

  /** Null: not decided yet. */
  @Column({ type: 'boolean', nullable: true })
  isAgreed: Flag | null;

  @Column({ type: 'uuid', nullable: true })
  decidedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null;

  /** The payment unless refused: one reversal each. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: 'if(is_agreed is null or is_agreed <> 0,payment_id,NULL)',
    generatedType: 'STORED',
  })
  readonly standingId: string | null;

  /** Who had paid; decides nothing here. */
  @Column({ type: 'uuid' })
  paidBy: string;

  /** `reverse` ties the decision to `spend_participation`. Null: decided before that act existed. */
  @Column({ type: 'varchar', length: 8, charset: 'ascii', nullable: true, default: 'reverse' })
  act?: string | null;

  /** Who signed the request again afterwards. */
  @Column({ type: 'uuid', nullable: true })
  renewedBy: string | null;

  @Column({ type: 'smallint', unsigned: true, nullable: true })
  renewedVersion: number | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  renewedAt: Date | null;
}
