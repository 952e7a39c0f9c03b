import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an import added or changed; taking it back restores it. */
@Entity('unit_import_change')
export class UnitImportChange {
  @PrimaryColumn({ type: 'uuid' })
  importId: string;

  /** The unit. */
  @PrimaryColumn({ type: 'uuid' })
  changedId: string;

  /** Null: the unit was new. */
  @Column({ type: 'varchar', length: 60, nullable: true })
  nameBefore: string | null;

  /** Null: the unit was new. */
  @Column({ type: 'varchar', length: 20, nullable: true })
  kindBefore: string | null;

  @Column({ type: 'varchar', length: 60 })
  nameAfter: string;

  @Column({ type: 'varchar', length: 20 })
  kindAfter: string;
}
