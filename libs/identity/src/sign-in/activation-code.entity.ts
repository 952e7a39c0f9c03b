import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** The code with which a person chooses their first or a new password. One at a time. */
@Entity('activation_code')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_activation_code_person' })
export class ActivationCode {
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** Blind index of the code. */
  @Column({ type: 'binary', length: 32 })
  codeHash: Buffer;

  @Column({ type: 'datetime', precision: 3 })
  givenAt: Date;

  @Column({ type: 'datetime', precision: 3 })
  validUntil: Date;

  /** Number of the key of `code_hash`. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;

  /** The recovery that the code belongs to. */
  @Column({ type: 'uuid' })
  recoveryId: string;
}
