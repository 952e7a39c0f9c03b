import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who looked at whose personal data, and why. */
@Entity('personal_data_view')
@Index('ix_view_erased', ['erasedAt', 'viewedAt'])
@Index('ix_view_subject', ['subjectId', 'viewedAt'])
@Index('ix_view_viewer', ['viewerId', 'viewedAt'])
export class PersonalDataView {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** Person who looked. */
  @Column({ type: 'uuid' })
  viewerId: string;

  /** Person, wish or beneficiary whose data was shown. */
  @Column({ type: 'uuid' })
  subjectId: string;

  /** Names of the fields, separated by commas. */
  @Column({ type: 'varchar', length: 120 })
  fields: string;

  /** As written by the viewer; emptied when it is erased. */
  @Column({ type: 'varchar', length: 200 })
  reason: string;

  @Column({ type: 'datetime', precision: 3 })
  viewedAt: Date;

  /** When the reason was erased. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  erasedAt: Date | null;
}
