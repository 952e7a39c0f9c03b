import { Entity, Index } from 'typeorm';
import { ImportRowColumns } from '#libs/imports';

/** A row of a list of staff. */
@Entity('staff_import_row')
@Index('ix_staff_import_person', ['subjectId'])
@Index('ix_staff_import_verdict', ['importId', 'verdict', 'rowNo'])
export class StaffImportRow extends ImportRowColumns {}
