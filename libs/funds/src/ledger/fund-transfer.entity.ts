import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { TRANSFER_KINDS, type TransferKind } from './accounts.js';

/** An entry of the fund book: money moves from one account to another. Never changed. */
@Entity('fund_transfer')
@Unique('uq_transfer_entry', ['unitId', 'entryNo'])
@Unique('uq_transfer_op', ['opKey'])
@Index('ix_transfer_from', ['fromAccountId'])
@Index('ix_transfer_request', ['spendRequestId'])
@Index('ix_transfer_to', ['toAccountId'])
@Check('ck_transfer_amount', 'amount_fen > 0 and from_account_id <> to_account_id')
export class FundTransfer {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** Key of the operation: the same one is booked once. */
  @Column({ type: 'varchar', length: 80, charset: 'ascii' })
  opKey: string;

  @Column({ type: 'enum', enum: TRANSFER_KINDS })
  kind: TransferKind;

  @Column({ type: 'uuid' })
  fromAccountId: string;

  @Column({ type: 'uuid' })
  toAccountId: string;

  @Column({ type: 'bigint' })
  amountFen: number;

  @Column({ type: 'uuid', nullable: true })
  spendRequestId: string | null;

  @Column({ type: 'uuid', nullable: true })
  actorId: string | null;

  @Column({ type: 'datetime', precision: 3 })
  bookedAt: Date;

  /** The community whose book it is. */
  @Column({ type: 'uuid' })
  unitId: string;

  /** Counts from 1 in each community, without gaps. */
  @Column({ type: 'int', unsigned: true })
  entryNo: number;

  /** SHA-256 over the previous entry’s hash and this entry. */
  @Column({ type: 'binary', length: 32 })
  hash: Buffer;
}
