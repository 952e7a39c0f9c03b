import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Decimal } from '#libs/platform';

/** Hours of service, entered when a wish is confirmed. A correction is an entry with the opposite sign. */
@Entity('service_entry')
@Unique('uq_service_claim', ['servedClaim'])
@Unique('uq_service_reversal', ['reverses'])
@Index('ix_service_person', ['personId', 'id'])
@Check('ck_service_hands', 'confirmed_by <> person_id')
@Check('ck_service_sign', 'hours > 0 = (reverses is null)')
export class ServiceEntry {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  @Column({ type: 'uuid' })
  claimId: string;

  @Column({ type: 'uuid' })
  wishId: string;

  @Column({ type: 'varchar', length: 20, charset: 'ascii' })
  wishCode: string;

  @Column({ type: 'varchar', length: 24 })
  category: string;

  @Column({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  /** Below zero for a reversal. */
  @Column({ type: 'decimal', precision: 6, scale: 1 })
  hours: Decimal;

  @Column({ type: 'date' })
  doneOn: string;

  @Column({ type: 'uuid' })
  confirmedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  confirmedAt: Date;

  /** The entry that this one takes back. */
  @Column({ type: 'uuid', nullable: true })
  reverses: string | null;

  /** Of a reversal. */
  @Column({ type: 'varchar', length: 300, nullable: true })
  reason: string | null;

  /** The claim unless reversing: each claim counts once. */
  @Column({ type: 'uuid', nullable: true, asExpression: 'if(reverses is null,claim_id,NULL)', generatedType: 'STORED' })
  readonly servedClaim: string | null;
}
