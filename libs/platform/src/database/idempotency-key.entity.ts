import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The first outcome of a command, for repeats with the same Idempotency-Key. */
@Entity('idempotency_key')
@Index('ix_idempotency_created', ['createdAt'])
export class IdempotencyKey {
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** The Idempotency-Key that the client chose. */
  @PrimaryColumn({ type: 'varchar', length: 100 })
  ikey: string;

  /** SHA-256 of method, address and body without secrets: the same key with another request is refused. */
  @Column({ type: 'binary', length: 32 })
  requestHash: Buffer;

  /** JSON answer; null while the first request runs, and after a refusal. */
  @Column({ type: 'mediumtext', nullable: true })
  response: string | null;

  /** JSON with code and details of a refusal. */
  @Column({ type: 'text', nullable: true })
  problem: string | null;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;
}
