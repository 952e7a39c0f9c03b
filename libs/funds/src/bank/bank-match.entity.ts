import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Bank lines and entries that belong together and have the same sum. */
@Entity('bank_match')
@Index('ix_match_unit', ['unitId', 'madeAt'])
@Check('ck_match', 'undone_by is null = (undone_at is null)')
export class BankMatch {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'bigint' })
  amountFen: number;

  @Column({ type: 'uuid' })
  madeBy: string;

  @Column({ type: 'datetime', precision: 3 })
  madeAt: Date;

  @Column({ type: 'uuid', nullable: true })
  undoneBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  undoneAt: Date | null;
}
