import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** One-time codes for a person without their authenticator app. */
@Entity('recovery_code')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_recovery_person' })
export class RecoveryCode {
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** Blind index of the code. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  codeHash: Buffer;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  usedAt: Date | null;

  /** Number of the key of `code_hash`. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;
}
