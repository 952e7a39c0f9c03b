import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { JOB_LANES, JOB_STATUSES, type JobLane, type JobStatus } from './job-codes.js';

/** What must happen later: a deadline, a listener’s turn, a long computation. MariaDB decides, Redis only wakes. */
@Entity('job')
@Unique('uq_job_kind_subject', ['kind', 'subjectId'])
@Index('ix_job_due', ['status', 'dueAt'])
@Index('ix_job_feed', ['status', 'lane', 'queuedAt', 'dueAt'])
@Index('ix_job_lane', ['status', 'lane', 'dueAt'])
@Index('ix_job_subject', ['subjectId', 'status'])
export class Job {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** Name of the handler, as `defineJob` declares it. */
  @Column({ type: 'varchar', length: 64 })
  kind: string;

  /** Class of work that it waits with. */
  @Column({ type: 'enum', enum: JOB_LANES, default: 'deadline' })
  lane?: JobLane;

  @Column({ type: 'uuid' })
  subjectId: string;

  /** Never earlier than this by the database’s clock. */
  @Column({ type: 'datetime', precision: 3 })
  dueAt: Date;

  /** Rises with each new due time, so that an outdated wake-up finds nothing. */
  @Column({ type: 'int', unsigned: true, default: 1 })
  gen?: number;

  @Column({ type: 'enum', enum: JOB_STATUSES, default: 'scheduled' })
  status?: JobStatus;

  /** When it was last put into Redis. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  queuedAt: Date | null;

  /** While it runs: when another worker may take it over. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  leaseUntil: Date | null;

  @Column({ type: 'smallint', unsigned: true, default: 0 })
  attempts?: number;

  /** Code or name of the last failure; never a value. */
  @Column({ type: 'varchar', length: 300, nullable: true })
  lastError: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;
}
