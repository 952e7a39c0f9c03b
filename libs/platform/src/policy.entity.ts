import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Versions of rules that the district sets. A version never changes; the highest is in force. */
@Entity('policy')
export class Policy {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  name: string;

  @PrimaryColumn({ type: 'int', unsigned: true })
  version: number;

  /** JSON, as the policy’s own type describes. */
  @Column({ type: 'json' })
  body: string;

  @Column({ type: 'uuid' })
  setBy: string;

  @Column({ type: 'datetime', precision: 3 })
  createdAt: Date;
}
