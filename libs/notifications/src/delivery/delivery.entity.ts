import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { CHANNELS, type ChannelName } from '../channels/channel.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './delivery-codes.js';
import type { MessageClass } from './preferences.js';

/** A message on its way out over a channel. */
@Entity('delivery')
@Unique('uq_delivery_digest', ['targetId', 'channel', 'digestAt'])
@Unique('uq_delivery_once', ['notificationId', 'channel', 'targetId'])
@Index('ix_delivery_channel', ['channel', 'status', 'id'])
@Index('ix_delivery_due', ['status', 'dueAt'])
@Index('ix_delivery_person', ['personId'])
export class Delivery {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'enum', enum: CHANNELS })
  channel: ChannelName;

  /** Decides channels and quiet hours. */
  @Column({ type: 'varchar', length: 16 })
  class: MessageClass;

  /** Contact point or unit webhook. */
  @Column({ type: 'uuid' })
  targetId: string;

  /** Null: to a unit. */
  @Column({ type: 'uuid', nullable: true })
  personId: string | null;

  @Column({ type: 'uuid', nullable: true })
  notificationId: string | null;

  /** Set for a summary of several notifications. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  digestAt: Date | null;

  @Column({ type: 'enum', enum: DELIVERY_STATUSES, default: 'waiting' })
  status?: DeliveryStatus;

  /** Not earlier, because of quiet hours or retries. */
  @Column({ type: 'datetime', precision: 3 })
  dueAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  leaseUntil: Date | null;

  @Column({ type: 'smallint', unsigned: true, default: 0 })
  attempts?: number;

  /** Why it failed or was dropped. */
  @Column({ type: 'varchar', length: 100, nullable: true })
  cause: string | null;

  /** The provider’s number. */
  @Column({ type: 'varchar', length: 100, nullable: true })
  reference: string | null;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  /** JSON: words of a trial message. */
  @Column({ type: 'json', nullable: true })
  sample: string | null;
}
