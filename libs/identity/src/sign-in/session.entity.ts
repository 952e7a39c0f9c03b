import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A signed-in device. */
@Entity('session')
@Unique('uq_session_token', ['tokenHash'])
@Index('ix_session_expiry', ['expiresAt'])
@Index('ix_session_person', ['personId', 'endedAt'])
export class Session {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** SHA-256 of the cookie’s token. */
  @Column({ type: 'binary', length: 32 })
  tokenHash: Buffer;

  @Column({ type: 'uuid' })
  personId: string;

  /** Name of browser and system, for the person’s own list. */
  @Column({ type: 'varchar', length: 120 })
  device: string;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3 })
  seenAt: Date;

  /** Ends after this long without a request. */
  @Column({ type: 'int', unsigned: true })
  idleMinutes: number;

  @Column({ type: 'datetime', precision: 3 })
  expiresAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  /** When a second factor was shown in this session. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  provenAt: Date | null;
}
