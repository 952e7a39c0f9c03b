import { Column, Entity, PrimaryColumn } from 'typeorm';
import { REACHES, type Reach } from './profile-codes.js';

/** A volunteer’s profile. */
@Entity('volunteer')
export class Volunteer {
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** JSON: codes. */
  @Column({ type: 'json' })
  skills: string;

  /** How many claims they want to have at once. */
  @Column({ type: 'tinyint', unsigned: true })
  maxOpenClaims: number;

  @Column({ type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** JSON: codes of `LANGUAGE_CODES`. */
  @Column({ type: 'json', default: '[]' })
  languages?: string;

  /** How far from their own unit they help. */
  @Column({ type: 'enum', enum: REACHES, default: 'town' })
  reach?: Reach;

  /** JSON: times of the week at which they have time. */
  @Column({ type: 'json', default: '[]' })
  windows?: string;

  /** JSON: categories of wishes. */
  @Column({ type: 'json', default: '[]' })
  liked?: string;

  /** JSON: categories of wishes that are not suggested. */
  @Column({ type: 'json', default: '[]' })
  disliked?: string;

  /** Last day of an absence, in Shanghai. */
  @Column({ type: 'date', nullable: true })
  awayUntil: string | null;
}
