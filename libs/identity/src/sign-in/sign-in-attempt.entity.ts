import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** RateLimit of the last days, counted per network, account and device to slow guessing. */
@Entity('sign_in_attempt')
@Index('ix_attempt_key', ['keyHash', 'attemptedAt'])
export class SignInAttempt {
  @PrimaryColumn({ type: 'uuid' })
  attemptId: string;

  /** SHA-256 of what is counted. */
  @PrimaryColumn({ type: 'binary', length: 32 })
  keyHash: Buffer;

  @Column({ type: 'datetime', precision: 3 })
  attemptedAt: Date;
}
