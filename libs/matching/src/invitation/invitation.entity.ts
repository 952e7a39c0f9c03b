import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { PlanWish } from '../plan/plan-wish.entity.js';
import { INVITATION_STATUSES, type InvitationStatus } from './invitation-codes.js';

/** A volunteer was invited to a wish. */
@Entity('invitation')
@Unique('uq_invitation_once', ['planId', 'wishId', 'volunteerId'])
@Unique('uq_invitation_open', ['wishId', 'openVolunteer'])
@Index('ix_invitation_own', ['volunteerId', 'status', 'id'])
@ForeignKey(() => PlanWish, ['planId', 'wishId'], ['planId', 'wishId'], { name: 'fk_invitation_pair' })
export class Invitation {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  planId: string;

  @Column({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'uuid' })
  volunteerId: string;

  @Column({ type: 'enum', enum: INVITATION_STATUSES })
  status: InvitationStatus;

  @Column({ type: 'datetime', precision: 3 })
  sentAt: Date;

  /** Lapses at this time. */
  @Column({ type: 'datetime', precision: 3 })
  answerBy: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  answeredAt: Date | null;

  /** What became of it. */
  @Column({ type: 'uuid', nullable: true })
  claimId: string | null;

  /** The volunteer while it is open: one open invitation per wish. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: "if(status = 'open',volunteer_id,NULL)",
    generatedType: 'STORED',
  })
  readonly openVolunteer: string | null;
}
