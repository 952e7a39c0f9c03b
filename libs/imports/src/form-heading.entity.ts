import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which field a unit’s own heading means, as a person chose. Used again for the next file. */
@Entity('form_heading')
export class FormHeading {
  /** Kind of file. */
  @PrimaryColumn({ type: 'varchar', length: 20, charset: 'ascii', collation: 'ascii_bin' })
  form: string;

  @PrimaryColumn({ type: 'uuid' })
  unitId: string;

  @PrimaryColumn({ type: 'varchar', length: 200 })
  heading: string;

  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  unitPath: string;

  /** Null: the column is left out. */
  @Column({ type: 'varchar', length: 20, charset: 'ascii', nullable: true })
  field: string | null;

  @Column({ type: 'uuid' })
  chosenBy: string;

  @Column({ type: 'datetime', precision: 3 })
  chosenAt: Date;
}
