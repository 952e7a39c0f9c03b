import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** The authenticator app of a person (TOTP). */
@Entity('second_factor')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_factor_person' })
@Check('ck_factor', 'secret is null = (set_at is null)')
export class SecondFactor {
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 100, nullable: true })
  secret: Buffer | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  setAt: Date | null;

  /** Encrypted. Secret of an app that is not confirmed yet. */
  @Column({ type: 'varbinary', length: 100, nullable: true })
  pending: Buffer | null;

  /** Time step of the last code, so that no code is used twice. */
  @Column({ type: 'bigint', unsigned: true, default: 0 })
  lastStep?: number;
}
