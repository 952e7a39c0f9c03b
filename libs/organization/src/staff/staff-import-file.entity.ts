import { Entity } from 'typeorm';
import { ImportFileColumns } from '#libs/imports';

/** The list of staff itself, until it is read. */
@Entity('staff_import_file')
export class StaffImportFile extends ImportFileColumns {}
