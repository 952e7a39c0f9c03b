import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { RECOVERY_KINDS, type RecoveryKind } from './recovery-kinds.js';

/** Every time someone gave a person a new way into their account. */
@Entity('account_recovery')
@Index('ix_recovery_person', ['personId', 'usedAt'])
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_recovery_of' })
@Check(
  'ck_recovery',
  '(given_by is null or given_by <> person_id) and (suspended_until is null or used_at is not null)',
)
export class AccountRecovery {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  @Column({ type: 'enum', enum: RECOVERY_KINDS })
  kind: RecoveryKind;

  /** Null: by the server. */
  @Column({ type: 'uuid', nullable: true })
  givenBy: string | null;

  @Column({ type: 'datetime', precision: 3 })
  givenAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  usedAt: Date | null;

  /** Until then the account takes no part in decisions on money. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  suspendedUntil: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  stoppedAt: Date | null;

  /** The person, or someone who may close the account. */
  @Column({ type: 'uuid', nullable: true })
  stoppedBy: string | null;
}
