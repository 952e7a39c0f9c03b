import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { IMPORT_STATUSES, type ImportStatus } from '#libs/imports';

/** A file of wishes that was sent. */
@Entity('wish_import')
@Index('ix_import_age', ['createdAt'])
@Index('ix_import_scope', ['unitPath', 'id'])
export class WishImport {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'varchar', length: 120 })
  fileName: string;

  /** SHA-256 of the file. */
  @Column({ type: 'binary', length: 32 })
  fileHash: Buffer;

  @Column({ type: 'enum', enum: IMPORT_STATUSES })
  status: ImportStatus;

  /** Code of what kept the file from being read. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  problem: string | null;

  /** JSON. */
  @Column({ type: 'json', nullable: true })
  problemDetails: string | null;

  /** Progress of the reading. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  rowsRead?: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  rowsTotal?: number;

  /** Rows that became something new. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  added?: number;

  /** Rows that were known already. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  known?: number;

  @Column({ type: 'uuid' })
  createdBy: string;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** Rows whose import was taken back. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  takenBack?: number;

  /** Encrypted JSON: headings and the choices for them. */
  @Column({ type: 'mediumblob', nullable: true })
  headings: Buffer | null;

  @Column({ type: 'uuid', nullable: true })
  committedBy: string | null;

  @Column({ type: 'uuid', nullable: true })
  takenBackBy: string | null;

  /** Rises each time the file is read again. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  reading?: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  hiddenSheets?: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  hiddenRows?: number;
}
