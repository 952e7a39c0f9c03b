import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { SpendParticipation } from './spend-participation.entity.js';

/** An objection to a spend request during its public notice. */
@Entity('spend_objection')
@Unique('uq_objection_person', ['spendRequestId', 'raisedBy'])
@Index('ix_objection_answered', ['answeredAt'])
@Index('ix_objection_participation', ['spendRequestId', 'answeredBy', 'act'])
@Index('ix_objection_raised', ['raisedBy'])
@Index('ix_objection_request', ['spendRequestId', 'answeredAt'])
@ForeignKey(() => SpendParticipation, ['spendRequestId', 'answeredBy', 'act'], ['spendRequestId', 'personId', 'act'], {
  name: 'fk_objection_participation',
})
@Check('spend_objection.act', "act = 'answer'")
@Check(
  'ck_objection',
  'answered_at is null = (answer is null) and answered_at is null = (is_upheld is null) and answered_at is null = (answered_by is null) and (answered_by is null or answered_by <> raised_by)',
)
export class SpendObjection {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  spendRequestId: string;

  /** Encrypted. Null: erased. */
  @Column({ type: 'varbinary', length: 2048, nullable: true })
  text: Buffer | null;

  @Column({ type: 'uuid' })
  raisedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  raisedAt: Date;

  /** Published. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  answer: string | null;

  @Column({ type: 'boolean', nullable: true })
  isUpheld: Flag | null;

  @Column({ type: 'uuid', nullable: true })
  answeredBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  answeredAt: Date | null;

  /** Always `answer`: ties the answer to `spend_participation`. */
  @Column({ type: 'varchar', length: 8, charset: 'ascii', default: 'answer' })
  act?: string;
}
