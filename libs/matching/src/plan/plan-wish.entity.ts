import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { MatchPlan } from './match-plan.entity.js';
import { SHORTAGES, type Shortage } from './plan-codes.js';

/** A wish in a plan. */
@Entity('plan_wish')
@ForeignKey(() => MatchPlan, ['planId'], ['id'], { name: 'fk_plan_wish_plan' })
export class PlanWish {
  @PrimaryColumn({ type: 'uuid' })
  planId: string;

  @PrimaryColumn({ type: 'uuid' })
  wishId: string;

  /** Helpers that were needed. */
  @Column({ type: 'tinyint', unsigned: true })
  places: number;

  /** JSON: ids of the best volunteers. */
  @Column({ type: 'json' })
  candidates: string;

  /** Why the places are not filled. */
  @Column({ type: 'enum', enum: SHORTAGES, nullable: true })
  shortage: Shortage | null;

  /** JSON: how many volunteers each reason excluded. */
  @Column({ type: 'json' })
  blocked: string;
}
