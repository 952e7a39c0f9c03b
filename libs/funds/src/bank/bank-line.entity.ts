import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { LINE_STATES, type LineState } from './bank-codes.js';
import { BankStatement } from './bank-statement.entity.js';

/** A movement on a community’s bank account. */
@Entity('bank_line')
@Unique('uq_line_standing', ['unitId', 'lineHash', 'isStanding'])
@Index('ix_line_match', ['matchId'])
@Index('ix_line_state', ['unitId', 'state', 'bookedOn', 'id'])
@ForeignKey(() => BankStatement, ['statementId'], ['id'], { name: 'fk_line_statement' })
@Check(
  'ck_line',
  'amount_fen <> 0 and (match_id is null or aside_reason is null) and aside_reason is null = (aside_by is null) and (retracted_at is null or match_id is null and aside_reason is null)',
)
export class BankLine {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  statementId: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  /** Blind index of the movement: the same one is imported once. */
  @Column({ type: 'binary', length: 32 })
  lineHash: Buffer;

  @Column({ type: 'date' })
  bookedOn: string;

  /** Below zero: paid out. */
  @Column({ type: 'bigint' })
  amountFen: number;

  /** Balance after it, as the bank states it. */
  @Column({ type: 'bigint', nullable: true })
  balanceFen: number | null;

  /** Encrypted JSON: the other party, the bank’s text, numbers. */
  @Column({ type: 'varbinary', length: 4096 })
  told: Buffer;

  @Column({ type: 'uuid', nullable: true })
  matchId: string | null;

  /** Why it needs no entry of the fund book. */
  @Column({ type: 'varchar', length: 300, nullable: true })
  asideReason: string | null;

  @Column({ type: 'uuid', nullable: true })
  asideBy: string | null;

  @Column({
    type: 'enum',
    enum: LINE_STATES,
    nullable: true,
    asExpression:
      "if(retracted_at is not null,'retracted',if(match_id is not null,'matched',if(aside_reason is not null,'aside','open')))",
    generatedType: 'STORED',
  })
  readonly state: LineState | null;

  /** Number of the key of `line_hash`. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  retractedAt: Date | null;

  /** 1 while not retracted; part of the unique key. */
  @Column({ type: 'boolean', nullable: true, asExpression: 'if(retracted_at is null,1,NULL)', generatedType: 'STORED' })
  readonly isStanding: Flag | null;
}
