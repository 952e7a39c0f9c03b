import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The signed state of all fund books at the end of a day. */
@Entity('fund_head')
export class FundHead {
  /** Day in Shanghai. */
  @PrimaryColumn({ type: 'date' })
  day: string;

  /** The signed text. */
  @Column({ type: 'mediumtext' })
  body: string;

  /** SHA-256 of the body. */
  @Column({ type: 'binary', length: 32 })
  hash: Buffer;

  /** Number of the signing key. */
  @Column({ type: 'tinyint', unsigned: true })
  keyId: number;

  @Column({ type: 'varbinary', length: 64 })
  publicKey: Buffer;

  @Column({ type: 'binary', length: 64 })
  signature: Buffer;

  @Column({ type: 'datetime', precision: 3 })
  sealedAt: Date;
}
