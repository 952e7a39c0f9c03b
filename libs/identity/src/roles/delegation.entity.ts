import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from '../people/person.entity.js';
import { RoleGrant } from './role-grant.entity.js';

/** Somebody signs in place of the holder of a role for some days. */
@Entity('delegation')
@Index('ix_delegation_deputy', ['deputyId', 'untilOn'])
@Index('ix_delegation_grant', ['grantId', 'untilOn'])
@Index('ix_delegation_until', ['untilOn'])
@ForeignKey(() => Person, ['deputyId'], ['id'], { name: 'fk_delegation_deputy' })
@ForeignKey(() => RoleGrant, ['grantId'], ['id'], { name: 'fk_delegation_grant' })
@Check('ck_delegation', 'until_on >= from_on and ended_at is null = (ended_by is null)')
@Check('ck_delegation_other', 'given_by <> deputy_id or ended_at is not null')
export class Delegation {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  /** The role whose signature is given. */
  @Column({ type: 'uuid' })
  grantId: string;

  @Column({ type: 'uuid' })
  deputyId: string;

  /** First day, in Shanghai. */
  @Column({ type: 'date' })
  fromOn: string;

  /** Last day, in Shanghai. */
  @Column({ type: 'date' })
  untilOn: string;

  /** Emptied when its period has passed. */
  @Column({ type: 'varchar', length: 200 })
  reason: string;

  @Column({ type: 'uuid' })
  givenBy: string;

  @Column({ type: 'datetime', precision: 3 })
  givenAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column({ type: 'uuid', nullable: true })
  endedBy: string | null;
}
