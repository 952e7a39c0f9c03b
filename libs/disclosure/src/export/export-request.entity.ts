import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { EXPORT_STATUSES, type ExportKind, type ExportStatus } from './export-codes.js';

/** A file of figures or entries that an office asked for. */
@Entity('export_request')
@Index('ix_export_own', ['createdBy', 'id'])
export class ExportRequest {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** One of `EXPORT_KINDS`. */
  @Column({ type: 'varchar', length: 16 })
  kind: ExportKind;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'smallint', unsigned: true })
  year: number;

  /** As written by the person who asked. */
  @Column({ type: 'varchar', length: 100 })
  purpose: string;

  @Column({ type: 'enum', enum: EXPORT_STATUSES })
  status: ExportStatus;

  @Column({ type: 'int', unsigned: true, default: 0 })
  rowsDone?: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  rowsTotal?: number;

  @Column({ type: 'uuid' })
  createdBy: string;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;
}
