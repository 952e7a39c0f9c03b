import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Role } from '#libs/identity';
import type { Flag } from '#libs/platform';
import { Payee } from '../payee/payee.entity.js';
import { SpendParticipation } from './spend-participation.entity.js';
import { SPEND_STATUSES, type ParticipationAct, type SpendStatus } from './spend.lifecycle.js';
import { SPEND_KINDS, type SpendKind } from './spend.policy.js';

/** A request to pay for one or more wishes out of the fund, from draft to the last payment. */
@Entity('spend_request')
@Index('ix_spend_kind_amount', ['kind', 'amountFen'])
@Index('ix_spend_list', ['unitPath', 'status', 'requestedAt'])
@Index('ix_spend_notice', ['noticeFrom'])
@Index('ix_spend_payee', ['payee'])
@Index('ix_spend_payee_id', ['payeeId', 'requestedAt'])
@Index('ix_spend_wish', ['wishId'])
@ForeignKey(() => SpendParticipation, ['id', 'committedBy', 'orderAct'], ['spendRequestId', 'personId', 'act'], {
  name: 'fk_spend_order',
})
@ForeignKey(() => Payee, ['payeeId'], ['id'], { name: 'fk_spend_payee' })
@Check(
  'ck_spend_amount',
  'amount_fen > 0 and paid_fen >= 0 and released_fen >= 0 and paid_fen + released_fen <= amount_fen',
)
@Check('ck_spend_four_eyes', 'decided_by is null or decided_by <> requested_by')
@Check(
  'ck_spend_later',
  'co_funded_fen >= 0 and advance_fen >= 0 and retention_fen >= 0 and refunded_fen between 0 and paid_fen and retention_fen > 0 = (retention_until is not null) and committed_at is null = (contract_no is null)',
)
@Check(
  'ck_spend_order',
  "committed_by is null = (order_act is null) and (order_act is null or order_act in ('ask','sign','order'))",
)
export class SpendRequest {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  /** The first wish; all of them are in `spend_wish`. */
  @Column({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'enum', enum: SPEND_KINDS, default: 'goods' })
  kind?: SpendKind;

  @Column({ type: 'varchar', length: 24, charset: 'ascii', default: 'other' })
  category?: string;

  @Column({ type: 'varchar', length: 200 })
  purpose: string;

  /** Public name of the payee, masked for persons. */
  @Column({ type: 'varchar', length: 80, default: '' })
  payee?: string;

  @Column({ type: 'uuid', nullable: true })
  payeeId: string | null;

  @Column({ type: 'bigint' })
  amountFen: number;

  /** Budget year; set when the money is reserved. */
  @Column({ type: 'smallint', unsigned: true, nullable: true })
  year: number | null;

  @Column({ type: 'enum', enum: SPEND_STATUSES })
  status: SpendStatus;

  @Column({ type: 'bigint', default: 0 })
  paidFen?: number;

  @Column({ type: 'bigint', default: 0 })
  releasedFen?: number;

  @Column({ type: 'uuid' })
  requestedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  requestedAt: Date;

  @Column({ type: 'uuid', nullable: true })
  decidedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'varchar', length: 300, nullable: true })
  reason: string | null;

  @Column({ type: 'int', unsigned: true, default: 0 })
  policyVersion?: number;

  /** JSON: roles that sign, in order. */
  @Column({ type: 'varchar', length: 200, charset: 'ascii', default: '["community_secretary"]' })
  signers?: string;

  /** How many have signed the current version. */
  @Column({ type: 'tinyint', unsigned: true, default: 0 })
  signatures?: number;

  /** Role that signs next; null when none is missing. */
  @Column({ type: 'varchar', length: 32, charset: 'ascii', nullable: true })
  nextRole: Role | null;

  /** Rises with each submission. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  version?: number;

  /** JSON: what is bought. */
  @Column({ type: 'json', default: '[]' })
  items?: string;

  /** JSON: offers that were compared. */
  @Column({ type: 'json', default: '[]' })
  quotes?: string;

  /** Paid by others, beside the fund. */
  @Column({ type: 'bigint', default: 0 })
  coFundedFen?: number;

  @Column({ type: 'varchar', length: 500, nullable: true })
  justification: string | null;

  /** Declared relation of staff to the payee. */
  @Column({ type: 'varchar', length: 200, nullable: true })
  payeeRelation: string | null;

  /** Encrypted bank account. */
  @Column({ type: 'varbinary', length: 512, nullable: true })
  payeeAccount: Buffer | null;

  @Column({ type: 'boolean', default: false })
  isUrgent?: Flag;

  /** May be paid before acceptance. */
  @Column({ type: 'bigint', default: 0 })
  advanceFen?: number;

  /** Length of the public notice, as a duration. */
  @Column({ type: 'varchar', length: 60, charset: 'ascii', nullable: true })
  notice: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  noticeFrom: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  noticeUntil: Date | null;

  /** What remained of the notice when it was paused. */
  @Column({ type: 'varchar', length: 60, charset: 'ascii', nullable: true })
  noticeLeft: string | null;

  @Column({ type: 'varchar', length: 40, nullable: true })
  contractNo: string | null;

  @Column({ type: 'date', nullable: true })
  contractOn: string | null;

  @Column({ type: 'uuid', nullable: true })
  committedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  committedAt: Date | null;

  /** Held back until `retention_until`. */
  @Column({ type: 'bigint', default: 0 })
  retentionFen?: number;

  @Column({ type: 'date', nullable: true })
  retentionUntil: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  acceptedAt: Date | null;

  @Column({ type: 'bigint', default: 0 })
  refundedFen?: number;

  /** Act in `spend_participation` of the person who placed the order. */
  @Column({ type: 'varchar', length: 8, charset: 'ascii', nullable: true })
  orderAct: ParticipationAct | null;
}
