import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Bytes that a person has sent lately; limits what one person may upload in 24 hours. */
@Entity('upload')
@Index('ix_upload_person', ['personId', 'uploadedAt'])
@Index('ix_upload_time', ['uploadedAt'])
export class Upload {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  @Column({ type: 'int', unsigned: true })
  bytes: number;

  @Column({ type: 'datetime', precision: 3 })
  uploadedAt: Date;
}
