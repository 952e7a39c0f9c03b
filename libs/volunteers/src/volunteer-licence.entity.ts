import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Licence } from './profile-codes.js';

/** A professional licence of a volunteer. It counts when someone else has verified it. */
@Entity('volunteer_licence')
@Unique('uq_licence', ['personId', 'kind'])
@Check('ck_licence_eyes', 'verified_by is null or verified_by <> person_id')
export class VolunteerLicence {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  /** One of `LICENCE_CODES`. */
  @Column({ type: 'varchar', length: 24 })
  kind: Licence;

  @Column({ type: 'date' })
  validUntil: string;

  @Column({ type: 'uuid', nullable: true })
  verifiedBy: string | null;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  verifiedAt: Date | null;

  /** Encrypted. */
  @Column({ type: 'varbinary', length: 300, nullable: true })
  number: Buffer | null;
}
