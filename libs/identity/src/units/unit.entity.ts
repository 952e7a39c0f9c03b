import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { UNIT_LEVELS, type UnitLevel } from './unit-levels.js';

/** A unit of the district: the district itself, a town, a community or a grid. */
@Entity('unit')
@Unique('uq_unit_code', ['code'])
@Unique('uq_unit_level', ['id', 'level'])
@Unique('uq_unit_path', ['path'])
@ForeignKey(() => Unit, ['parentId'], ['id'], { name: 'fk_unit_parent' })
export class Unit {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** Official code. */
  @Column({ type: 'varchar', length: 24 })
  code: string;

  @Column({ type: 'varchar', length: 60 })
  name: string;

  @Column({ type: 'enum', enum: UNIT_LEVELS })
  level: UnitLevel;

  /** What it is called locally; does not decide rights. */
  @Column({ type: 'varchar', length: 20 })
  kind: string;

  @Column({ type: 'uuid', nullable: true })
  parentId: string | null;

  /** Codes from the district down to the unit, each ended by a slash: a prefix selects an area. */
  @Column({ type: 'varchar', length: 160, charset: 'ascii', collation: 'ascii_bin' })
  path: string;
}
