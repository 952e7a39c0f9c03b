import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '#libs/identity';
import { SpendParticipation } from './spend-participation.entity.js';

/** A signature under one version of a spend request. */
@Entity('spend_signature')
@Unique('uq_signature_person', ['spendRequestId', 'version', 'personId'])
@Unique('uq_signature_principal', ['spendRequestId', 'version', 'principalId'])
@ForeignKey(() => SpendParticipation, ['spendRequestId', 'behalfOf', 'act'], ['spendRequestId', 'personId', 'act'], {
  name: 'fk_signature_behalf',
})
@ForeignKey(() => SpendParticipation, ['spendRequestId', 'personId', 'act'], ['spendRequestId', 'personId', 'act'], {
  name: 'fk_signature_participation',
})
@Check('spend_signature.act', "act = 'sign'")
@Check('ck_signature_behalf', 'behalf_of <> person_id')
export class SpendSignature {
  @PrimaryColumn({ type: 'uuid' })
  spendRequestId: string;

  @PrimaryColumn({ type: 'smallint', unsigned: true })
  version: number;

  /** Place in the order of signatures, from 1. */
  @PrimaryColumn({ type: 'tinyint', unsigned: true })
  place: number;

  @Column({ type: 'varchar', length: 32, charset: 'ascii' })
  role: Role;

  @Column({ type: 'uuid' })
  personId: string;

  /** Always `sign`: ties the signature to `spend_participation`. */
  @Column({ type: 'varchar', length: 8, charset: 'ascii', default: 'sign' })
  act?: string;

  @Column({ type: 'datetime', precision: 3 })
  signedAt: Date;

  /** Holder of the role, if a deputy signed. */
  @Column({ type: 'uuid', nullable: true })
  behalfOf: string | null;

  /** Holder of the role. */
  @Column({ type: 'uuid', nullable: true, asExpression: 'ifnull(behalf_of,person_id)', generatedType: 'STORED' })
  readonly principalId: string | null;
}
