import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was submitted in each version of a spend request. */
@Entity('spend_version')
export class SpendVersion {
  @PrimaryColumn({ type: 'uuid' })
  spendRequestId: string;

  @PrimaryColumn({ type: 'smallint', unsigned: true })
  version: number;

  /** JSON. */
  @Column({ type: 'json' })
  body: string;

  @Column({ type: 'uuid' })
  madeBy: string;

  @Column({ type: 'datetime', precision: 3 })
  madeAt: Date;
}
