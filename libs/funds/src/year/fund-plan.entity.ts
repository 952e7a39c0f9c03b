import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Versions of a community’s plan for a year. */
@Entity('fund_plan')
export class FundPlan {
  @PrimaryColumn({ type: 'uuid' })
  unitId: string;

  @PrimaryColumn({ type: 'smallint', unsigned: true })
  year: number;

  @PrimaryColumn({ type: 'int', unsigned: true })
  version: number;

  /** JSON: amount per category. */
  @Column({ type: 'json' })
  planLines: string;

  @Column({ type: 'uuid' })
  setBy: string;

  @Column({ type: 'datetime', precision: 3 })
  setAt: Date;
}
