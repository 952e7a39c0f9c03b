import { Entity, Index } from 'typeorm';
import { ImportRowColumns } from '#libs/imports';

/** A row of a roster. */
@Entity('roster_row')
@Index('ix_roster_person', ['subjectId'])
@Index('ix_roster_verdict', ['importId', 'verdict', 'rowNo'])
export class RosterRow extends ImportRowColumns {}
