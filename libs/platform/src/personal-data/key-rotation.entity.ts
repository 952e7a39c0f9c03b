import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far the change to a new key has come, per part of the data. */
@Entity('key_rotation')
export class KeyRotation {
  @PrimaryColumn({ type: 'varchar', length: 40, charset: 'ascii', collation: 'ascii_bin' })
  purpose: string;

  @PrimaryColumn({ type: 'smallint', unsigned: true })
  keyNo: number;

  /** Column, object store or index that is moved. */
  @PrimaryColumn({ type: 'varchar', length: 100, charset: 'ascii', collation: 'ascii_bin' })
  part: string;

  /** JSON: primary key of the last row that was moved. */
  @Column({ type: 'json', nullable: true })
  reached: string | null;

  /** Values moved so far. */
  @Column({ type: 'bigint', unsigned: true, default: 0 })
  moved?: number;

  /** Values that could not be decrypted. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  unreadable?: number;

  @Column({ type: 'datetime', precision: 3 })
  startedAt: Date;

  @Column({ type: 'datetime', precision: 3 })
  updatedAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;
}
