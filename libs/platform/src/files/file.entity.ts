import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import {
  FILE_MEDIA,
  FILE_PURPOSES,
  FILE_STATUSES,
  type FileMedia,
  type FilePurpose,
  type FileStatus,
} from './file-codes.js';

/** A stored photo or document. The object itself is in file storage. */
@Entity('file')
@Index('ix_file_age', ['purpose', 'createdAt'])
@Index('ix_file_hash', ['hash'])
@Index('ix_file_sender', ['createdBy', 'createdAt'])
@Index('ix_file_subject', ['subjectId'])
export class File {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** What it shows; decides who may see it and how long it is kept. */
  @Column({ type: 'enum', enum: FILE_PURPOSES })
  purpose: FilePurpose;

  @Column({ type: 'enum', enum: FILE_MEDIA, default: 'photo' })
  media?: FileMedia;

  @Column({ type: 'enum', enum: FILE_STATUSES })
  status: FileStatus;

  /** Pixels of the prepared photo. */
  @Column({ type: 'smallint', unsigned: true, nullable: true })
  width: number | null;

  /** Pixels of the prepared photo. */
  @Column({ type: 'smallint', unsigned: true, nullable: true })
  height: number | null;

  /** What it is attached to; null while it is not attached. */
  @Column({ type: 'uuid', nullable: true })
  subjectId: string | null;

  @Column({ type: 'uuid' })
  createdBy: string;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  /** SHA-256 of what was sent, to notice papers that are used twice. */
  @Column({ type: 'binary', length: 32, nullable: true })
  hash: Buffer | null;
}
