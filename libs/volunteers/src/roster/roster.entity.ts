import { Entity, Index } from 'typeorm';
import { ImportColumns } from '#libs/imports';

/** A roster of party members or volunteers that was sent. */
@Entity('roster')
@Index('ix_roster_age', ['createdAt'])
@Index('ix_roster_path', ['unitPath', 'id'])
export class Roster extends ImportColumns {}
