import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '#libs/identity';

/** A pause of a spend request, as long as something is unclear. */
@Entity('spend_pause')
@Unique('uq_pause_open', ['openRequestId'])
@Index('ix_pause_request', ['spendRequestId'])
export class SpendPause {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  spendRequestId: string;

  @Column({ type: 'varchar', length: 300 })
  reason: string;

  @Column({ type: 'uuid' })
  pausedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  pausedAt: Date;

  @Column({ type: 'varchar', length: 300, nullable: true })
  liftReason: string | null;

  @Column({ type: 'uuid', nullable: true })
  liftedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  liftedAt: Date | null;

  /** The request while it is paused: one pause at a time. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: 'if(lifted_at is null,spend_request_id,NULL)',
    generatedType: 'STORED',
  })
  readonly openRequestId: string | null;

  /** Role of the person who paused. */
  @Column({ type: 'varchar', length: 32, charset: 'ascii', nullable: true })
  pausedAs: Role | null;
}
