import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';

/** A bank statement that was imported. */
@Entity('bank_statement')
@Unique('uq_statement_standing', ['unitId', 'fileHash', 'isStanding'])
@Index('ix_statement_unit', ['unitId', 'untilOn'])
export class BankStatement {
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

  @Column({ type: 'date' })
  fromOn: string;

  @Column({ type: 'date' })
  untilOn: string;

  /** Balance on the last line. */
  @Column({ type: 'bigint', nullable: true })
  closingFen: number | null;

  /** Lines in the file. */
  @Column({ type: 'int', unsigned: true })
  lineCount: number;

  /** Lines that no earlier statement had. */
  @Column({ type: 'int', unsigned: true })
  addedCount: number;

  @Column({ type: 'uuid' })
  importedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  importedAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  retractedAt: Date | null;

  /** 1 while not retracted; part of the unique key. */
  @Column({ type: 'boolean', nullable: true, asExpression: 'if(retracted_at is null,1,NULL)', generatedType: 'STORED' })
  readonly isStanding: Flag | null;
}
