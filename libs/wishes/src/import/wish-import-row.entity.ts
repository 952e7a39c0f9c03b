import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { VERDICTS, type Verdict } from '#libs/imports';
import type { Flag } from '#libs/platform';

/** A row of a file of wishes. */
@Entity('wish_import_row')
@Index('ix_import_row_verdict', ['importId', 'verdict', 'rowNo'])
@Index('ix_import_row_wish', ['subjectId'])
export class WishImportRow {
  @PrimaryColumn({ type: 'uuid' })
  importId: string;

  /** Counts from 1 over all sheets. */
  @PrimaryColumn({ type: 'int', unsigned: true })
  rowNo: number;

  @Column({ type: 'varchar', length: 100 })
  sheet: string;

  /** As the spreadsheet program shows it. */
  @Column({ type: 'int', unsigned: true })
  sheetRow: number;

  @Column({ type: 'enum', enum: VERDICTS })
  verdict: Verdict;

  /** JSON: codes of what must be checked. */
  @Column({ type: 'json' })
  doubts: string;

  /** Encrypted JSON: what was read from the row, and how it was corrected. */
  @Column({ type: 'varbinary', length: 12000 })
  cells: Buffer;

  @Column({ type: 'uuid', nullable: true })
  correctedBy: string | null;

  /** What became of the row. */
  @Column({ type: 'uuid', nullable: true })
  subjectId: string | null;

  /** 1: it was there before the import. */
  @Column({ type: 'tinyint', default: 0 })
  isKnown?: Flag;

  @Column({ type: 'tinyint', unsigned: true, default: 0 })
  isTakenBack?: Flag;

  /** JSON: the earlier row that it repeats. */
  @Column({ type: 'json', nullable: true })
  sameAs: string | null;
}
