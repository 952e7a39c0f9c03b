import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The order of one look through the feed, so that pages do not shift. */
@Entity('feed_view')
@Index('ix_feed_view_age', ['madeAt'])
@Index('ix_feed_view_person', ['personId'])
export class FeedView {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  @Column({ type: 'datetime', precision: 3 })
  madeAt: Date;

  /** JSON. */
  @Column({ type: 'json' })
  wishIds: string;
}
