import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { SpendParticipation } from './spend-participation.entity.js';

/** Goods or work were received as ordered. */
@Entity('spend_acceptance')
@ForeignKey(() => SpendParticipation, ['spendRequestId', 'acceptedBy', 'act'], ['spendRequestId', 'personId', 'act'], {
  name: 'fk_acceptance_participation',
})
@Check('spend_acceptance.act', "act = 'accept'")
export class SpendAcceptance {
  @PrimaryColumn({ type: 'uuid' })
  spendRequestId: string;

  @Column({ type: 'varchar', length: 300 })
  received: string;

  @Column({ type: 'date' })
  receivedOn: string;

  @Column({ type: 'uuid' })
  acceptedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  acceptedAt: Date;

  /** Always `accept`: ties the acceptance to `spend_participation`. */
  @Column({ type: 'varchar', length: 8, charset: 'ascii', default: 'accept' })
  act?: string;
}
