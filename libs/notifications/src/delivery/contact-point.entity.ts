import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { CHANNELS, type ChannelName } from '../channels/channel.js';

/** An address of a person on a channel. */
@Entity('contact_point')
@Unique('uq_contact_point', ['personId', 'channel', 'addressHash'])
@Index('ix_contact_ended', ['endedAt'])
export class ContactPoint {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  @Column({ type: 'enum', enum: CHANNELS })
  channel: ChannelName;

  /** Encrypted. Null: erased. */
  @Column({ type: 'varbinary', length: 2048, nullable: true })
  address: Buffer | null;

  /** Blind index of the address. */
  @Column({ type: 'binary', length: 32 })
  addressHash: Buffer;

  /** Masked address or name of the device, for the person’s own list. */
  @Column({ type: 'varchar', length: 60 })
  label: string;

  /** SHA-256 of the code that confirms the address. */
  @Column({ type: 'binary', length: 32, nullable: true })
  codeHash: Buffer | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  codeUntil: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  confirmedAt: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  /** Number of the key of `address_hash`. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;
}
