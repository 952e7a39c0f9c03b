import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Flag } from '#libs/platform';
import { CHANNELS, type ChannelName } from '../channels/channel.js';

/** A channel over which messages leave the platform. */
@Entity('channel_setting')
export class ChannelSetting {
  @PrimaryColumn({ type: 'enum', enum: CHANNELS })
  channel: ChannelName;

  @Column({ type: 'boolean' })
  isOn: Flag;

  /** Encrypted JSON: accounts and secrets. */
  @Column({ type: 'varbinary', length: 8192 })
  settings: Buffer;

  /** Most messages in a minute. */
  @Column({ type: 'smallint', unsigned: true })
  perMinute: number;

  /** Begin of the minute that is counted. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  windowAt: Date | null;

  /** Messages in that minute. */
  @Column({ type: 'smallint', unsigned: true, default: 0 })
  windowSent?: number;

  /** Failures in a row. */
  @Column({ type: 'smallint', unsigned: true, default: 0 })
  faults?: number;

  /** After many failures: nothing is sent until then. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  closedUntil: Date | null;

  @Column({ type: 'uuid' })
  setBy: string;

  @Column({ type: 'datetime', precision: 3 })
  setAt: Date;
}
