import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** An account. Personal data is encrypted under the person’s own key. */
@Entity('person')
@Unique('uq_person_phone', ['phoneHash'])
@Index('ix_person_closed', ['erasedAt', 'disabledAt'])
@Check(
  'ck_person_erased',
  'if(erased_at is null,name is not null and phone is not null,name is null and phone is null and password_hash is null and disabled_at is not null)',
)
export class Person {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** Encrypted. Null: erased. */
  @Column({ type: 'varbinary', length: 300, nullable: true })
  name: Buffer | null;

  /** Encrypted. Null: erased. */
  @Column({ type: 'varbinary', length: 100, nullable: true })
  phone: Buffer | null;

  /** Blind index of the telephone number; one account per number. */
  @Column({ type: 'binary', length: 32 })
  phoneHash: Buffer;

  /** Argon2id. Null: no password chosen yet, or erased. */
  @Column({ type: 'varchar', length: 120, nullable: true })
  passwordHash: string | null;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  disabledAt: Date | null;

  /** Number of the key of `phone_hash`. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;

  /** Null: registered themselves or by the server. */
  @Column({ type: 'uuid', nullable: true })
  registeredBy: string | null;

  /** When the first password was chosen. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  activatedAt: Date | null;

  /** Until then the person takes no part in decisions on money. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  moneySuspendedUntil: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  erasedAt: Date | null;
}
