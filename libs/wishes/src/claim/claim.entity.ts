import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Decimal } from '#libs/platform';
import { Wish } from '../wish/wish.entity.js';
import { CLAIM_STATUSES, type ClaimStatus } from './claim.lifecycle.js';

/** A volunteer’s claim of one place of a wish. */
@Entity('claim')
@Unique('uq_claim_place', ['wishId', 'activePlace'])
@Unique('uq_claim_volunteer', ['wishId', 'activeVolunteer'])
@Index('ix_claim_volunteer', ['volunteerId', 'status', 'id'])
@ForeignKey(() => Wish, ['wishId'], ['id'], { name: 'fk_claim_wish' })
export class Claim {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'uuid' })
  volunteerId: string;

  /** From 1 to the number of helpers needed. */
  @Column({ type: 'tinyint', unsigned: true })
  placeNo: number;

  @Column({ type: 'enum', enum: CLAIM_STATUSES })
  status: ClaimStatus;

  /** When the volunteer promises to be done. */
  @Column({ type: 'datetime', precision: 3 })
  promisedAt: Date;

  @Column({ type: 'datetime', precision: 3 })
  claimedAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  begunAt: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column({ type: 'varchar', length: 300, nullable: true })
  endReason: string | null;

  @Column({ type: 'decimal', precision: 5, scale: 1, nullable: true })
  hours: Decimal | null;

  /** The place while the claim stands: one claim per place. */
  @Column({
    type: 'tinyint',
    unsigned: true,
    nullable: true,
    asExpression: "if(status in ('active','begun'),place_no,NULL)",
    generatedType: 'STORED',
  })
  readonly activePlace: number | null;

  /** The volunteer while the claim stands: one claim per wish. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: "if(status in ('active','begun'),volunteer_id,NULL)",
    generatedType: 'STORED',
  })
  readonly activeVolunteer: string | null;

  /** A claim is extended once. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  extendedAt: Date | null;
}
