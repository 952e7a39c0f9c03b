import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { CHANNELS, type ChannelName } from '../channels/channel.js';

/** The address of a group chat or another system of a unit. The table keeps its old name, since each address is encrypted for
 *  `unit_hook.address`. */
@Entity('unit_hook')
@Index('ix_hook_unit', ['unitPath'])
export class UnitWebhook {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'enum', enum: CHANNELS })
  channel: ChannelName;

  @Column({ type: 'varchar', length: 60 })
  label: string;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 2048 })
  address: Buffer;

  @Column({ type: 'uuid' })
  createdBy: string;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;
}
