import { Entity, Index } from 'typeorm';
import { ImportColumns } from '#libs/imports';

/** A list of staff that was sent. */
@Entity('staff_import')
@Index('ix_staff_import_age', ['createdAt'])
@Index('ix_staff_import_path', ['unitPath', 'id'])
export class StaffImport extends ImportColumns {}
