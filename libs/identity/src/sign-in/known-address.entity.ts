import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';

/** Networks and browsers from which a person has signed in: guessing from elsewhere does not lock them out. */
@Entity('known_address')
@Index('ix_known_address_seen', ['seenAt'])
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_known_address_person' })
export class KnownAddress {
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** Blind index of network or browser. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  addressHash: Buffer;

  /** Number of the key of `address_hash`. */
  @Column({ type: 'smallint', unsigned: true })
  indexKeyNo: number;

  @Column({ type: 'datetime', precision: 3 })
  seenAt: Date;
}
