import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { BankMatch } from './bank-match.entity.js';
import { ENTRY_KINDS, type EntryKind } from './bank-codes.js';

/** An entry of the fund that a match accounts for. */
@Entity('bank_match_entry')
@Unique('uq_entry_standing', ['standingId', 'kind'])
@ForeignKey(() => BankMatch, ['matchId'], ['id'], { name: 'fk_entry_match' })
export class BankMatchEntry {
  @PrimaryColumn({ type: 'uuid' })
  matchId: string;

  @PrimaryColumn({ type: 'enum', enum: ENTRY_KINDS })
  kind: EntryKind;

  @PrimaryColumn({ type: 'uuid' })
  entryId: string;

  @Column({ type: 'bigint' })
  amountFen: number;

  /** Copied from the match. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  undoneAt: Date | null;

  /** The entry unless undone: one match each. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: 'if(undone_at is null,entry_id,NULL)',
    generatedType: 'STORED',
  })
  readonly standingId: string | null;
}
