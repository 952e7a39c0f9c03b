import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many rows were erased per period and day. */
@Entity('retention_count')
export class RetentionCount {
  /** Name of the retention period. */
  @PrimaryColumn({ type: 'varchar', length: 40, charset: 'ascii' })
  period: string;

  /** Day in Shanghai. */
  @PrimaryColumn({ type: 'date' })
  doneOn: string;

  @Column({ type: 'int', unsigned: true })
  erased: number;
}
