import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The end of the event log’s hash chain: one row. */
@Entity('event_chain')
export class EventChain {
  /** Always 1. */
  @PrimaryColumn({ type: 'tinyint', unsigned: true })
  id: number;

  @Column({ type: 'bigint', unsigned: true })
  lastSeq: number;

  @Column({ type: 'binary', length: 32 })
  lastHash: Buffer;
}
