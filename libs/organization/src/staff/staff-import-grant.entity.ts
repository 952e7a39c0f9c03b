import { Entity, PrimaryColumn } from 'typeorm';

/** Which roles an import proposed; taking it back revokes them. */
@Entity('staff_import_grant')
export class StaffImportGrant {
  @PrimaryColumn({ type: 'uuid' })
  importId: string;

  @PrimaryColumn({ type: 'uuid' })
  grantId: string;
}
