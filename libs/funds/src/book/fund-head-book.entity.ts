import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The state of one fund book at the end of a day. */
@Entity('fund_head_book')
export class FundHeadBook {
  @PrimaryColumn({ type: 'uuid' })
  unitId: string;

  @PrimaryColumn({ type: 'date' })
  day: string;

  @Column({ type: 'int', unsigned: true })
  entries: number;

  /** Hash of its last entry. */
  @Column({ type: 'binary', length: 32 })
  hash: Buffer;

  /** Root of the Merkle tree over its entries. */
  @Column({ type: 'binary', length: 32 })
  root: Buffer;
}
