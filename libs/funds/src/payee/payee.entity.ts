import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { REGISTERED_KINDS, type RegisteredKind } from './payee-codes.js';

/** An organisation or person who is paid. */
@Entity('payee')
@Unique('uq_payee_name', ['unitId', 'nameHash'])
@Index('ix_payee_hash', ['nameHash'])
@Index('ix_payee_list', ['unitPath', 'kind'])
@Check(
  'ck_payee_name',
  "kind = 'organisation' = (name is not null) and kind <> 'organisation' = (sealed_name is not null) and (credit_code is null or kind = 'organisation')",
)
export class Payee {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  /** `unsettled`: from before the register, and not classified yet. */
  @Column({ type: 'enum', enum: REGISTERED_KINDS })
  kind: RegisteredKind;

  /** Of organisations; public. */
  @Column({ type: 'varchar', length: 80, nullable: true })
  name: string | null;

  /** Of persons; encrypted. */
  @Column({ type: 'varbinary', length: 400, nullable: true })
  sealedName: Buffer | null;

  /** Blind index of the name. */
  @Column({ type: 'binary', length: 32 })
  nameHash: Buffer;

  /** Unified social credit code. */
  @Column({ type: 'char', length: 18, charset: 'ascii', nullable: true })
  creditCode: string | null;

  @Column({ type: 'uuid', nullable: true })
  addedBy: string | null;

  @Column({ type: 'datetime', precision: 3 })
  addedAt: Date;

  @Column({ type: 'uuid', nullable: true })
  settledBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  settledAt: Date | null;

  /** Number of the key of `name_hash`. */
  @Column({ type: 'smallint', unsigned: true, default: 1 })
  indexKeyNo?: number;
}
