import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '../database/rows.js';
import { DATA_KEY_STATES, type DataKeyState } from './data-key-codes.js';

/** Register of the keys: which exist, and which one is in use for each purpose. */
@Entity('data_key')
@Unique('uq_data_key_active', ['purpose', 'active'])
export class DataKey {
  /** `encryption`, `blind_index`, or `signing/…`. */
  @PrimaryColumn({ type: 'varchar', length: 40, charset: 'ascii', collation: 'ascii_bin' })
  purpose: string;

  @PrimaryColumn({ type: 'smallint', unsigned: true })
  keyNo: number;

  @Column({ type: 'enum', enum: DATA_KEY_STATES })
  state: DataKeyState;

  /** Shows whether a given key is the registered one; reveals nothing of the key. */
  @Column({ type: 'binary', length: 32 })
  checkValue: Buffer;

  /** Encrypted with a data key. Null for keys that are only in the settings. */
  @Column({ type: 'varbinary', length: 100, nullable: true })
  secret: Buffer | null;

  /** Of signing keys. */
  @Column({ type: 'varbinary', length: 64, nullable: true })
  publicKey: Buffer | null;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3 })
  changedAt: Date;

  /** 1 while active: at most one active key per purpose. */
  @Column({ type: 'tinyint', nullable: true, asExpression: "if(state = 'active',1,NULL)", generatedType: 'STORED' })
  readonly active: Flag | null;
}
