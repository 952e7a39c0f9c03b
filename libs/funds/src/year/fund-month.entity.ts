import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Booked amounts per month and kind; kept with each entry, so that reports need no sums over the book. */
@Entity('fund_month')
export class FundMonth {
  @PrimaryColumn({ type: 'uuid' })
  unitId: string;

  @PrimaryColumn({ type: 'smallint', unsigned: true })
  year: number;

  /** `2026-11`, in Shanghai. */
  @PrimaryColumn({ type: 'char', length: 7, charset: 'ascii' })
  month: string;

  /** Kind of transfer. */
  @PrimaryColumn({ type: 'varchar', length: 10, charset: 'ascii' })
  kind: string;

  @Column({ type: 'bigint' })
  amountFen: number;
}
