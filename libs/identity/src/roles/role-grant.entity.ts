import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Flag } from '#libs/platform';
import { Person } from '../people/person.entity.js';
import { GRANT_ORIGINS, type GrantOrigin, type Role } from './role-rules.js';
import { UNIT_LEVELS, type UnitLevel } from '../units/unit-levels.js';
import { Unit } from '../units/unit.entity.js';

/** A role of a person in a unit. Ended, never deleted. */
@Entity('role_grant')
@Unique('uq_role_grant_active', ['personId', 'unitId', 'role', 'active'])
@Index('ix_role_grant_unit', ['unitId', 'role'])
@ForeignKey(() => Unit, ['unitId', 'unitLevel'], ['id', 'level'], { name: 'fk_grant_level' })
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_grant_person' })
@ForeignKey(() => Unit, ['unitId'], ['id'], { name: 'fk_grant_unit' })
@Check(
  'ck_grant_confirmed',
  "origin <> 'office' or confirmed_at is null or role in ('resident','volunteer','grid_worker','grid_leader') or confirmed_by is not null and confirmed_by <> granted_by and confirmed_by <> person_id",
)
@Check(
  'ck_grant_level',
  "revoked_at is not null or role = 'resident' and unit_level in ('community','grid1','grid2','grid3') or role = 'volunteer' or role in ('grid_worker','grid_leader') and unit_level in ('community','grid1','grid2','grid3') or role in ('community_secretary','community_director','supervision_committee') and unit_level = 'community' or role = 'town_officer' and unit_level = 'town' or role = 'district_officer' and unit_level = 'district' or role = 'finance_clerk' and unit_level in ('district','town','community') or role = 'auditor' and unit_level in ('district','town') or role = 'administrator' and unit_level = 'district'",
)
@Check('ck_grant_own', "origin <> 'office' or granted_by <> person_id")
export class RoleGrant {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'uuid' })
  personId: string;

  @Column({ type: 'uuid' })
  unitId: string;

  /** Copy of the unit’s level; a foreign key keeps it true, so that a CHECK can refuse roles at a wrong level. */
  @Column({ type: 'enum', enum: UNIT_LEVELS })
  unitLevel: UnitLevel;

  /** One of `ROLES`. */
  @Column({ type: 'varchar', length: 32 })
  role: Role;

  @Column({ type: 'uuid' })
  grantedBy: string;

  @Column({ type: 'datetime', precision: 3 })
  grantedAt: Date;

  @Column({ type: 'datetime', precision: 3, nullable: true })
  revokedAt: Date | null;

  /** 1 while not revoked; part of the unique key. */
  @Column({ type: 'tinyint', nullable: true, asExpression: 'if(revoked_at is null,1,NULL)', generatedType: 'STORED' })
  readonly active: Flag | null;

  @Column({ type: 'enum', enum: GRANT_ORIGINS, default: 'office' })
  origin?: GrantOrigin;

  @Column({ type: 'uuid', nullable: true })
  confirmedBy: string | null;

  /** Null: does not count yet. */
  @Column({ type: 'datetime', precision: 3, nullable: true })
  confirmedAt: Date | null;

  /** 1 while confirmed and not revoked. */
  @Column({
    type: 'tinyint',
    nullable: true,
    asExpression: 'if(revoked_at is null and confirmed_at is not null,1,NULL)',
    generatedType: 'STORED',
  })
  readonly inForce: Flag | null;
}
