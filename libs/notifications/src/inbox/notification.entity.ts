import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A message in a person’s inbox. */
@Entity('notification')
@Unique('uq_notification_once', ['jobId', 'jobGen', 'recipientId'])
@Index('ix_notification_age', ['createdAt'])
@Index('ix_notification_due', ['unitId', 'dueAt'])
@Index('ix_notification_inbox', ['recipientId', 'archivedAt', 'id'])
@Check('ck_notification_wish', 'wish_id is null = (wish_code is null)')
export class Notification {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  recipientId: string;

  /** Name of the deadline or event notification. */
  @Column({ type: 'varchar', length: 32 })
  kind: string;

  /** Null: not about a wish. */
  @Column({ type: 'uuid', nullable: true })
  wishId: string | null;

  @Column({ type: 'varchar', length: 20, charset: 'ascii', nullable: true })
  wishCode: string | null;

  @Column({ type: 'uuid' })
  unitId: string;

  /** The job that caused it; each of its generations sends once to a person. */
  @Column({ type: 'uuid' })
  jobId: string;

  @Column({ type: 'int', unsigned: true })
  jobGen: number;

  /** Of the deadline, if any. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  dueAt: Date | null;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  readAt: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  archivedAt: Date | null;

  /** Step of the escalation; 0: the deadline itself. */
  @Column({ type: 'tinyint', unsigned: true, default: 0 })
  step?: number;

  /** The recovery that the message warns of. */
  @Column({ type: 'uuid', nullable: true })
  recoveryId: string | null;
}
