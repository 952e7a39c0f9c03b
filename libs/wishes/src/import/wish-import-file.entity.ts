import { Entity } from 'typeorm';
import { ImportFileColumns } from '#libs/imports';

/** The file of wishes itself, until it is read. */
@Entity('wish_import_file')
export class WishImportFile extends ImportFileColumns {}
