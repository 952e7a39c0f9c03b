import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { PlanWish } from './plan-wish.entity.js';

/** A volunteer whom a plan proposes for a wish. */
@Entity('plan_pair')
@Index('ix_pair_volunteer', ['planId', 'volunteerId'])
@ForeignKey(() => PlanWish, ['planId', 'wishId'], ['planId', 'wishId'], { name: 'fk_pair_wish' })
export class PlanPair {
  @PrimaryColumn({ type: 'uuid' })
  planId: string;

  @PrimaryColumn({ type: 'uuid' })
  wishId: string;

  @PrimaryColumn({ type: 'uuid' })
  volunteerId: string;

  /** Place among the candidates. */
  @Column({ type: 'tinyint', unsigned: true })
  placeRank: number;

  /** JSON: components of the score. */
  @Column({ type: 'json' })
  components: string;

  /** Null: by the computation. */
  @Column({ type: 'uuid', nullable: true })
  chosenBy: string | null;

  /** When the invitation was sent. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  sentAt: Date | null;
}
