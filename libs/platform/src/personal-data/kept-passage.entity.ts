import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CERTAINTIES, type Certainty } from './detection/finding.js';

/** A passage of a public text that looks like personal data and that a person decided to keep. */
@Entity('kept_passage')
@Index('ix_kept_subject', ['subjectId', 'id'])
@Check('ck_kept_reason', "certainty = 'possible' or reason is not null")
export class KeptPassage {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** The wish or request whose text it is. */
  @Column({ type: 'uuid' })
  subjectId: string;

  /** Kind of personal data that was detected. */
  @Column({ type: 'varchar', length: 16, charset: 'ascii' })
  kind: string;

  @Column({ type: 'enum', enum: CERTAINTIES })
  certainty: Certainty;

  /** Encrypted. Null: erased. */
  @Column({ type: 'varbinary', length: 900, nullable: true })
  passage: Buffer | null;

  /** Needed when the detection was certain. */
  @Column({ type: 'varchar', length: 300, nullable: true })
  reason: string | null;

  @Column({ type: 'uuid' })
  keptBy: string;

  @Column({ type: 'datetime', precision: 3 })
  keptAt: Date;
}
