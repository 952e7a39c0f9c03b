import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Decimal } from '#libs/platform';

/** What was done for a wish, as the person who did it recorded. */
@Entity('fulfilment')
@Unique('uq_fulfilment_round', ['wishId', 'round'])
@Index('ix_fulfilment_recorder', ['recordedBy'])
export class Fulfilment {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  wishId: string;

  /** Rises when the wish is opened again. */
  @Column({ type: 'tinyint', unsigned: true })
  round: number;

  /** Encrypted. Null: erased. */
  @Column({ type: 'varbinary', length: 4000, nullable: true })
  what: Buffer | null;

  /** Encrypted: what proves it. */
  @Column({ type: 'varbinary', length: 1200, nullable: true })
  evidence: Buffer | null;

  @Column({ type: 'date' })
  doneOn: string;

  @Column({ type: 'decimal', precision: 5, scale: 1 })
  hours: Decimal;

  @Column({ type: 'uuid' })
  recordedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  recordedAt: Date;
}
