import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { VISIBILITIES, type Visibility } from './define-event.js';

/** What happened, in order: the log that reports, listeners and audit read. A row never changes once it is in the chain. */
@Entity('event')
@Unique('uq_event_id', ['id'])
@Unique('uq_event_seq', ['seq'])
@Index('ix_event_actor', ['actorId', 'rowNo'])
@Index('ix_event_name', ['name', 'rowNo'])
@Index('ix_event_occurred', ['occurredAt'])
@Index('ix_event_subject', ['subjectId', 'rowNo'])
@Index('ix_event_unit_time', ['unitId', 'rowNo'])
export class Event {
  /** Order of insertion; not the order of commits. */
  @PrimaryGeneratedColumn({ type: 'bigint', unsigned: true })
  readonly rowNo: number;

  /** Also the id under which listeners refuse a repeat. */
  @Column({ type: 'uuid' })
  id: string;

  /** Name of the event type, as `defineEvent` declares it. */
  @Column({ type: 'varchar', length: 64 })
  name: string;

  @Column({ type: 'uuid' })
  unitId: string;

  /** What it happened to: a wish, claim, spend request, … */
  @Column({ type: 'uuid' })
  subjectId: string;

  /** Null: the system. */
  @Column({ type: 'uuid', nullable: true })
  actorId: string | null;

  /** `public`: residents may see it in a timeline. */
  @Column({ type: 'enum', enum: VISIBILITIES })
  visibility: Visibility;

  /** JSON without personal data. */
  @Column({ type: 'json' })
  data: string;

  @Column({ type: 'datetime', precision: 3 })
  occurredAt: Date;

  /** Place in the hash chain; null until the relay has appended the event. */
  @Column({ type: 'bigint', unsigned: true, nullable: true })
  seq: number | null;

  /** SHA-256 over the previous hash and this event. */
  @Column({ type: 'binary', length: 32, nullable: true })
  hash: Buffer | null;
}
