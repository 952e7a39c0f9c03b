import { Check, Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { ParticipationAct } from './spend.lifecycle.js';

/** The single part that a person has in a spend request (separation of duties): the primary key enforces it. */
@Entity('spend_participation')
@Unique('uq_participation_act', ['spendRequestId', 'personId', 'act'])
@Check('ck_participation_act', "act in ('ask','sign','order','accept','pay','answer','reverse')")
export class SpendParticipation {
  @PrimaryColumn({ type: 'uuid' })
  spendRequestId: string;

  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** What the person did: ask, sign, order, accept, pay, answer or reverse. */
  @Column({ type: 'varchar', length: 8, charset: 'ascii' })
  act: ParticipationAct;

  @Column({ type: 'datetime', precision: 3 })
  at: Date;
}
