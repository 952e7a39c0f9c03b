import { Entity, Index } from 'typeorm';
import { ImportRowColumns } from '#libs/imports';

/** A row of a list of units. */
@Entity('unit_import_row')
@Index('ix_unit_import_verdict', ['importId', 'verdict', 'rowNo'])
export class UnitImportRow extends ImportRowColumns {}
