import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The key under which the data of one person or wish is encrypted. Without the row nothing of it can be read again, not
 *  even from backups. */
@Entity('subject_key')
export class SubjectKey {
  /** Person, beneficiary or wish. */
  @PrimaryColumn({ type: 'uuid' })
  subjectId: string;

  /** Encrypted with the data key. */
  @Column({ type: 'varbinary', length: 100 })
  secret: Buffer;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;
}
