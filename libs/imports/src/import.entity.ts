import { Column, PrimaryColumn } from 'typeorm';
import type { Flag } from '#libs/platform';
import { IMPORT_STATUSES, VERDICTS, type ImportStatus, type Verdict } from './import-kind.js';

/** A file of one kind that was sent: table `<kind>`. Each kind extends this. */
export abstract class ImportColumns {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'varchar', length: 120 })
  fileName: string;

  @Column({ type: 'enum', enum: IMPORT_STATUSES })
  status: ImportStatus;

  @Column({ type: 'uuid' })
  createdBy: string;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** SHA-256 of the file. */
  @Column({ type: 'binary', length: 32, nullable: true })
  fileHash: Buffer | null;

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

/** A row of the file: table `<kind>_row`. */
export abstract class ImportRowColumns {
  @PrimaryColumn({ type: 'uuid' })
  importId: string;

  /** Counts from 1 over all sheets. */
  @PrimaryColumn({ type: 'mediumint', unsigned: true })
  rowNo: number;

  @Column({ type: 'varchar', length: 60 })
  sheet: string;

  /** As the spreadsheet program shows it. */
  @Column({ type: 'mediumint', unsigned: true })
  sheetRow: number;

  @Column({ type: 'enum', enum: VERDICTS })
  verdict: Verdict;

  /** JSON: codes of what must be checked. */
  @Column({ type: 'json' })
  doubts: string;

  /** Encrypted JSON: what was read from the row, and how it was corrected. */
  @Column({ type: 'blob' })
  cells: Buffer;

  /** What became of the row. */
  @Column({ type: 'uuid', nullable: true })
  subjectId: string | null;

  /** 1: it was there before the import. */
  @Column({ type: 'tinyint', unsigned: true, default: 0 })
  isKnown?: Flag;

  @Column({ type: 'uuid', nullable: true })
  correctedBy: string | null;

  @Column({ type: 'tinyint', unsigned: true, default: 0 })
  isTakenBack?: Flag;

  /** JSON: the earlier row that it repeats. */
  @Column({ type: 'json', nullable: true })
  sameAs: string | null;
}

/** The file itself in parts, until it is read: table `<kind>_file`. */
export abstract class ImportFileColumns {
  @PrimaryColumn({ type: 'uuid' })
  importId: string;

  /** Counts from 0. */
  @PrimaryColumn({ type: 'smallint', unsigned: true })
  part: number;

  /** Encrypted. */
  @Column({ type: 'mediumblob' })
  body: Buffer;
}
