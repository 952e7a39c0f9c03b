import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { PLAN_STATUSES, type PlanStatus } from './plan-codes.js';

/** A plan that pairs open wishes of a unit with volunteers. */
@Entity('match_plan')
@Index('ix_plan_unit', ['unitPath', 'id'])
export class MatchPlan {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'enum', enum: PLAN_STATUSES })
  status: PlanStatus;

  /** Rises with each edit. */
  @Column({ type: 'int', unsigned: true, default: 1 })
  version?: number;

  /** JSON: the policy that it was computed with. */
  @Column({ type: 'json' })
  policy: string;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  computedAt: Date | null;

  /** Progress of the computation or the sending. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  done?: number;

  /** Of the computation or the sending. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  total?: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  wishes?: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  volunteers?: number;

  @Column({ type: 'uuid' })
  askedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  askedAt: Date;

  @Column({ type: 'uuid', nullable: true })
  sentBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  sentAt: Date | null;
}
