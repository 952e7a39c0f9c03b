import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { Wish } from '../wish/wish.entity.js';
import {
  ASKERS,
  type Asker,
  IDENTITY_CHECKS,
  type IdentityCheck,
  REQUEST_KINDS,
  REQUEST_STATUSES,
  type RequestKind,
  type RequestStatus,
} from './data-request-codes.js';

/** A person asks for a copy, a correction or the erasure of their data. */
@Entity('data_request')
@Unique('uq_data_request_erasure', ['pendingErasure'])
@Index('ix_data_request_list', ['unitPath', 'id'])
@Index('ix_data_request_open', ['status', 'unitPath', 'dueAt'])
@Index('ix_data_request_person', ['beneficiaryId', 'id'])
@Index('ix_data_request_wish', ['wishId'])
@ForeignKey(() => Wish, ['wishId'], ['id'], { name: 'fk_data_request_wish' })
@Check(
  'ck_data_request_ended',
  "status in ('open','accepted') = (ended_at is null) and (status <> 'refused' or reason is not null) and (status in ('open','withdrawn') or decided_by is not null)",
)
@Check('ck_data_request_two_people', "kind <> 'erasure' or decided_by is null or decided_by <> opened_by")
export class DataRequest {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'uuid' })
  beneficiaryId: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  @Column({ type: 'enum', enum: REQUEST_KINDS })
  kind: RequestKind;

  /** Who asks, for whom. */
  @Column({ type: 'enum', enum: ASKERS })
  asker: Asker;

  /** How the asker’s identity was checked. */
  @Column({ type: 'enum', enum: IDENTITY_CHECKS })
  identityCheck: IdentityCheck;

  @Column({ type: 'enum', enum: REQUEST_STATUSES })
  status: RequestStatus;

  @Column({ type: 'uuid' })
  openedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  openedAt: Date;

  /** Until when it must be answered. */
  @Column({ type: 'datetime', precision: 3 })
  dueAt: Date;

  @Column({ type: 'uuid', nullable: true })
  decidedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column({ type: 'varchar', length: 300, nullable: true })
  reason: string | null;

  /** The beneficiary while an erasure is pending: one at a time. */
  @Column({
    type: 'uuid',
    nullable: true,
    asExpression: "if(kind = 'erasure' and status in ('open','accepted'),beneficiary_id,NULL)",
    generatedType: 'STORED',
  })
  readonly pendingErasure: string | null;
}
