import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import { ACCOUNTS, type AccountKind } from './accounts.js';

/** One side of a community’s fund in a year. All accounts of a community and year add up to zero. */
@Entity('fund_account')
@Unique('uq_account', ['unitId', 'year', 'kind'])
@Check(
  'ck_account_side',
  "if(kind in ('allotted','topped_up','donated','co_funded','carried_in'),balance_fen <= 0,balance_fen >= 0)",
)
export class FundAccount {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'smallint', unsigned: true })
  year: number;

  /** Sources are at or below zero, uses at or above. */
  @Column({ type: 'enum', enum: ACCOUNTS })
  kind: AccountKind;

  @Column({ type: 'bigint', default: 0 })
  balanceFen?: number;
}
