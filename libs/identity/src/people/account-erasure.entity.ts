import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Person } from './person.entity.js';
import { ACCOUNT_ERASURE_STATUSES, type AccountErasureStatus } from './account-erasure-codes.js';

/** A person’s request to have their account erased. */
@Entity('account_erasure')
@Unique('uq_account_erasure_waiting', ['waitingPerson'])
@Index('ix_account_erasure_person', ['personId', 'id'])
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_erasure_person' })
@Check(
  'ck_account_erasure',
  "status = 'waiting' = (ended_at is null) and status = 'refused' = (refused_for is not null)",
)
export class AccountErasure {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  @Column({ type: 'enum', enum: ACCOUNT_ERASURE_STATUSES })
  status: AccountErasureStatus;

  @Column({ type: 'datetime', precision: 3 })
  askedAt: Date;

  /** When it is carried out, unless withdrawn. */
  @Column({ type: 'datetime', precision: 3 })
  dueAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  /** JSON: open matters that stood in the way. */
  @Column({ type: 'json', nullable: true })
  refusedFor: string | null;

  /** The person while it waits: one waiting request each. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: "if(status = 'waiting',person_id,NULL)",
    generatedType: 'STORED',
  })
  readonly waitingPerson: string | null;
}
