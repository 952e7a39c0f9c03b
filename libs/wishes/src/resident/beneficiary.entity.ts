import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** The person whom a wish is for, once per community. Personal data is encrypted under their own key. */
@Entity('beneficiary')
@Unique('uq_beneficiary', ['unitId', 'identityHash'])
@Index('ix_beneficiary_phone', ['phoneHash'])
@Check(
  'ck_beneficiary_erased',
  'erased_at is null or name is null and phone is null and phone_hash is null and address is null and hardship is null and age is null',
)
export class Beneficiary {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  /** Blind index of what identifies the person. */
  @Column({ type: 'binary', length: 32 })
  identityHash: Buffer;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 300, nullable: true })
  name: Buffer | null;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 120, nullable: true })
  phone: Buffer | null;

  /** Blind index of the telephone number. */
  @Column({ type: 'binary', length: 32, nullable: true })
  phoneHash: Buffer | null;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 800, nullable: true })
  address: Buffer | null;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 300, nullable: true })
  hardship: Buffer | null;

  @Column({ type: 'tinyint', unsigned: true, nullable: true })
  age: number | null;

  /** Number of the key of the hashes. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  erasedAt: Date | null;
}
