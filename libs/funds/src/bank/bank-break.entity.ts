import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { BankStatement } from './bank-statement.entity.js';

/** A place where balance and amounts of a statement do not agree. */
@Entity('bank_break')
@Index('ix_break_statement', ['statementId'])
@ForeignKey(() => BankStatement, ['statementId'], ['id'], { name: 'fk_break_statement' })
@Check('ck_break', 'reason is null = (confirmed_by is null) and reason is null = (confirmed_at is null)')
export class BankBreak {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  statementId: string;

  @Column({ type: 'varchar', length: 120 })
  sheet: string;

  /** Row in the sheet. */
  @Column({ type: 'int', unsigned: true })
  rowNo: number;

  @Column({ type: 'date', nullable: true })
  bookedOn: string | null;

  /** Difference that no line explains. */
  @Column({ type: 'bigint', nullable: true })
  missingFen: number | null;

  /** Why it may stay, as a person confirmed. */
  @Column({ type: 'varchar', length: 300, nullable: true })
  reason: string | null;

  @Column({ type: 'uuid', nullable: true })
  confirmedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  confirmedAt: Date | null;
}
