import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Needs of a unit that many wishes have in common. */
@Entity('need_radar')
export class NeedRadar {
  @PrimaryColumn({ type: 'uuid' })
  unitId: string;

  @Column({ type: 'datetime', precision: 3 })
  scannedAt: Date;

  /** How many wishes were read. */
  @Column({ type: 'int', unsigned: true })
  wishes: number;

  /** JSON. */
  @Column({ type: 'json' })
  clusters: string;
}
