import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { INCOME_SOURCES, type IncomeSource } from './year-codes.js';

/** Money or goods that a community received beside its allotment. */
@Entity('fund_income')
@Unique('uq_income_reference', ['unitId', 'source', 'reference'])
@Index('ix_income_year', ['unitId', 'year'])
@Check('ck_income', "amount_fen > 0 and (is_in_kind = 0 or source = 'donation')")
export class FundIncome {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'smallint', unsigned: true })
  year: number;

  @Column({ type: 'enum', enum: INCOME_SOURCES })
  source: IncomeSource;

  /** 1: goods; not booked. */
  @Column({ type: 'boolean' })
  isInKind: Flag;

  @Column({ type: 'bigint' })
  amountFen: number;

  /** As it is published. */
  @Column({ type: 'varchar', length: 80 })
  giver: string;

  /** Number of the paper; once per source. */
  @Column({ type: 'varchar', length: 60 })
  reference: string;

  @Column({ type: 'uuid' })
  recordedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  recordedAt: Date;
}
