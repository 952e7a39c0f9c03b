import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { BankStatement } from './bank-statement.entity.js';

/** A statement is taken back: one person proposes, another decides. */
@Entity('bank_retraction')
@Unique('uq_retraction_standing', ['standingId'])
@Index('ix_retraction_statement', ['statementId'])
@ForeignKey(() => BankStatement, ['statementId'], ['id'], { name: 'fk_retraction_statement' })
@Check(
  'ck_retraction',
  'decided_by is null = (is_agreed is null) and decided_at is null = (is_agreed is null) and (decided_by is null or decided_by <> proposed_by)',
)
export class BankRetraction {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  statementId: string;

  @Column({ type: 'varchar', length: 300 })
  reason: string;

  @Column({ type: 'uuid' })
  proposedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  proposedAt: Date;

  /** Null: not decided yet. */
  @Column({ type: 'boolean', nullable: true })
  isAgreed: Flag | null;

  @Column({ type: 'uuid', nullable: true })
  decidedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null;

  /** The statement unless refused: one retraction each. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: 'if(is_agreed is null or is_agreed <> 0,statement_id,NULL)',
    generatedType: 'STORED',
  })
  readonly standingId: string | null;
}
