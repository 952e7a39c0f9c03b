import { Entity } from 'typeorm';
import { ImportFileColumns } from '#libs/imports';

/** The list of units itself, until it is read. */
@Entity('unit_import_file')
export class UnitImportFile extends ImportFileColumns {}
