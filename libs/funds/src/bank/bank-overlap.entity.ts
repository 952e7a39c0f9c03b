import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { BankStatement } from './bank-statement.entity.js';

/** Statements that share movements: the later one left out what the earlier one had. */
@Entity('bank_overlap')
@Index('ix_overlap_earlier', ['earlierId'])
@ForeignKey(() => BankStatement, ['earlierId'], ['id'], { name: 'fk_overlap_earlier' })
@ForeignKey(() => BankStatement, ['laterId'], ['id'], { name: 'fk_overlap_later' })
export class BankOverlap {
  @PrimaryColumn({ type: 'uuid' })
  laterId: string;

  @PrimaryColumn({ type: 'uuid' })
  earlierId: string;
}
