import { Entity } from 'typeorm';
import { ImportFileColumns } from '#libs/imports';

/** The roster itself, until it is read. */
@Entity('roster_file')
export class RosterFile extends ImportFileColumns {}
