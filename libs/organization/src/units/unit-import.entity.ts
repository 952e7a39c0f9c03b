import { Entity, Index } from 'typeorm';
import { ImportColumns } from '#libs/imports';

/** A list of units that was sent. */
@Entity('unit_import')
@Index('ix_unit_import_age', ['createdAt'])
@Index('ix_unit_import_path', ['unitPath', 'id'])
export class UnitImport extends ImportColumns {}
