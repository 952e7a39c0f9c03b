import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person wants to hear of, over which channel and when. */
@Entity('notification_preference')
export class NotificationPreference {
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** JSON. */
  @Column({ type: 'json' })
  body: string;

  @Column({ type: 'datetime', precision: 3 })
  updatedAt: Date;
}
