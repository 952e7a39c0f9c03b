import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row that the readiness check writes, to notice a database that accepts no writes. */
@Entity('write_probe')
export class WriteProbe {
  /** Always 1. */
  @PrimaryColumn({ type: 'tinyint', unsigned: true })
  id: number;

  @Column({ type: 'datetime', precision: 3 })
  writtenAt: Date;
}
