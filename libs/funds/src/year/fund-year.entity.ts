import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { ROLLOVERS, type RolloverPolicy } from './year-codes.js';

/** A budget year of a community. */
@Entity('fund_year')
@Check(
  'ck_year_closing',
  "closed_at is null = (rollover is null) and carry_cap_fen is not null = (rollover <=> 'carry_with_cap')",
)
export class FundYear {
  @PrimaryColumn({ type: 'uuid' })
  unitId: string;

  @PrimaryColumn({ type: 'smallint', unsigned: true })
  year: number;

  @Column({ type: 'datetime', precision: 3 })
  openedAt: Date;

  /** What happened to the rest when the year was closed. */
  @Column({ type: 'enum', enum: ROLLOVERS, nullable: true })
  rollover: RolloverPolicy | null;

  /** Most that is carried over. */
  @Column({ type: 'bigint', nullable: true })
  carryCapFen: number | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  closedAt: Date | null;

  @Column({ type: 'uuid', nullable: true })
  closedBy: string | null;
}
