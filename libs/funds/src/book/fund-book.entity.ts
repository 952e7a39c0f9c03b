import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last entry of each community’s fund book; locked to book the next one. */
@Entity('fund_book')
export class FundBook {
  @PrimaryColumn({ type: 'uuid' })
  unitId: string;

  /** Number of the last entry. */
  @Column({ type: 'int', unsigned: true })
  entries: number;

  /** Hash of the last entry. */
  @Column({ type: 'binary', length: 32 })
  hash: Buffer;
}
