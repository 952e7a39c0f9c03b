import { Injectable } from '@nestjs/common';
import {
  Policies,
  Problem,
  problem,
  problemBody,
  type Actor,
  type Grant,
  type Locale,
  type Reader,
  type Tx,
} from '#libs/platform';
import { Access } from './access.js';
import { PersonNotFound } from '../people/person.errors.js';
import {
  RESERVED_ROLES,
  ROLE_LEVELS,
  ROLE_WORDS,
  conflict,
  isAppointed,
  isStaff,
  levelsInWords,
  type Role,
  SIGNING_ROLES,
} from './roles.js';
import { holds } from '../permissions.js';

import type { Unit } from '../units/units.js';
import { PERSON_MANAGE } from '../identity.permissions.js';

export const OwnAuthority = problem('OWN_AUTHORITY', 403, {
  zh: '不能为自己的账号授予或确认角色、发放激活码或解除两步验证，请找上级单位。',
  en: 'You cannot give or confirm roles, issue codes or remove the second factor for your own account. Ask the office above.',
});
export const AppointedFromAbove = problem('APPOINTED_FROM_ABOVE', 403, {
  zh: '签字、付款、监督和管理账号的人员，由上一级单位任免和重置。',
  en: 'People who sign, pay, supervise or manage accounts are appointed, dismissed and recovered by the office above.',
});
export const RoleReserved = problem('ROLE_RESERVED', 403, {
  zh: '这个角色只能由系统管理员任免。',
  en: 'Only an administrator gives and revokes this role.',
});
export const RoleLevel = problem('ROLE_LEVEL', 422, {
  zh: '这个角色只能设在：{levels}。',
  en: 'This role exists only at: {levels}.',
});
export const RoleConflict = problem('ROLE_CONFLICT', 409, {
  zh: '此人在同一单位（或上下级单位）已有“{role}”职责，两者不能由一人担任。',
  en: 'The person is already "{role}" in this unit or one above or below it. One person cannot hold both roles.',
});
export const ServesElsewhere = problem('SERVES_ELSEWHERE', 409, {
  zh: '此人的账号由其他单位管理，工作岗位请由双方共同的上级单位授予。',
  en: 'Another office manages the account of this person. An office above both has to give staff roles.',
});
export const ProposerHasNoKey = problem('PROPOSER_HAS_NO_KEY', 403, {
  zh: '任命由您提出，激活码须由确认任命的单位或其他上级发放。',
  en: 'You proposed this appointment. The office that confirmed it, or another one above, issues the activation code.',
});
export const AppointmentNotFound = problem('APPOINTMENT_NOT_FOUND', 404, {
  zh: '没有这项待确认的任命，或不在您的范围内。',
  en: 'There is no such appointment to confirm, or it is outside your scope.',
});
export const SecondPerson = problem('SECOND_PERSON', 403, {
  zh: '任命须由另一位上级人员确认：不能是提出任命的人，也不能是由其登记或重置过账号的人。',
  en: 'A second person above must confirm the appointment. It cannot be the proposer, a person whom the proposer registered or recovered, or a person who recently gave the proposer account access.',
});

/** Waiting times in the account rules. A district may change them within these bounds, but not switch them off. */
export interface AuthorityPolicy {
  version: number;
  /** Hours for which money permissions stay suspended after an account recovery: 1 to 168. */
  recoveryWaitHours: number;
  /** Days for which a person counts as dependent on those who gave them a role or account access: 1 to 90. */
  independenceDays: number;
}
export const AUTHORITY_POLICY = 'authority';
const DEFAULT_POLICY = { recoveryWaitHours: 24, independenceDays: 7 };
/** Days for which a revoked role still makes its account worth taking over. */
const HELD_DAYS = 30;

/** One role of a person: in force, awaiting confirmation, or revoked in the last 30 days. */
export interface HeldRole {
  grantId: string;
  role: Role;
  unitId: string;
  path: string;
  grantedBy: string;
  confirmedAt: Date | null;
  confirmedBy: string | null;
  isRevoked: boolean;
  /** Given by an office, and either unconfirmed or confirmed within `independenceDays`. */
  isFresh: boolean;
}

/** Decides who may appoint, dismiss and recover whom, and who may issue activation codes. Source: the threat model beside this
 *  library's README. */
@Injectable()
export class Authority {
  constructor(
    private readonly access: Access,
    private readonly policies: Policies,
  ) {}

  async policy(reader: Reader): Promise<AuthorityPolicy> {
    const { version, body } = await this.policies.current<Omit<AuthorityPolicy, 'version'>>(reader, AUTHORITY_POLICY);
    return { ...DEFAULT_POLICY, ...body, version };
  }

  /** A person's roles that count for decisions about the account, oldest first. */
  async rolesOf(reader: Reader, personId: string): Promise<HeldRole[]> {
    return (await this.rolesOfAll(reader, [personId])).get(personId) ?? [];
  }

  /** Like `rolesOf`, for several people, by their ids. */
  async rolesOfAll(reader: Reader, personIds: string[]): Promise<Map<string, HeldRole[]>> {
    if (personIds.length === 0) return new Map();
    const { independenceDays } = await this.policy(reader);
    const rows = await reader.rows<
      Omit<HeldRole, 'isRevoked' | 'isFresh'> & { personId: string; isRevoked: number; isFresh: number }
    >(
      `SELECT g.person_id, g.id AS grant_id, g.role, g.unit_id, u.path, g.granted_by, g.confirmed_at, g.confirmed_by, g.revoked_at IS NOT NULL AS is_revoked,
         g.origin = 'office' AND (g.confirmed_at IS NULL OR g.confirmed_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY) AS is_fresh
       FROM role_grant g JOIN unit u ON u.id = g.unit_id
       WHERE g.person_id IN (?) AND (g.revoked_at IS NULL OR g.revoked_at > UTC_TIMESTAMP(3) - INTERVAL ${HELD_DAYS} DAY)
       ORDER BY g.granted_at, g.id`,
      [independenceDays, personIds],
    );
    const roles = rows.map((row) => ({ ...row, isRevoked: Boolean(row.isRevoked), isFresh: Boolean(row.isFresh) }));
    return new Map(personIds.map((id) => [id, roles.filter(({ personId }) => personId === id)]));
  }

  /** Like `rolesOf`, with the person's row locked: of two concurrent changes the second sees the first. Throws
   *  PERSON_NOT_FOUND for a person without a role that is in force or awaits confirmation, and for a disabled one unless
   *  `mayBeDisabled`. */
  async lockRoles(tx: Tx, personId: string, { mayBeDisabled = false } = {}): Promise<HeldRole[]> {
    const person = await tx.row(
      `SELECT 1 FROM person WHERE id = ?${mayBeDisabled ? '' : ' AND disabled_at IS NULL'} FOR UPDATE`,
      [personId],
    );
    const roles = person ? await this.rolesOf(tx, personId) : [];
    if (!presentRole(roles)) throw PersonNotFound();
    return roles;
  }

  /** Passes when the actor may give or revoke this role in this unit. Throws `absent`, FORBIDDEN, ROLE_RESERVED,
   *  APPOINTED_FROM_ABOVE. */
  assertMayAppoint(actor: Actor, role: Role, unitPath: string, absent: () => Problem): void {
    this.access.require(actor, PERSON_MANAGE, unitPath, absent);
    assertAbove(actor.grants, role, unitPath);
  }

  /** Passes when the actor may confirm this appointment. Whether actor and proposer depend on each other is checked
   *  separately. Throws APPOINTMENT_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, APPOINTED_FROM_ABOVE, OWN_AUTHORITY,
   *  SECOND_PERSON. */
  assertMayConfirm(
    actor: Actor,
    { personId, role, path, grantedBy }: Pick<HeldRole, 'role' | 'path' | 'grantedBy'> & { personId: string },
  ): void {
    this.assertMayAppoint(actor, role, path, AppointmentNotFound);
    if (actor.personId === personId) throw OwnAuthority();
    if (actor.personId === grantedBy) throw SecondPerson();
  }

  /** Passes when the role exists at the unit's level. Throws ROLE_LEVEL. */
  assertLevel(role: Role, unit: Pick<Unit, 'level'>): void {
    if (!ROLE_LEVELS[role].includes(unit.level)) throw RoleLevel({ levels: levelsInWords(role) });
  }

  /** Passes when the actor may act on the account as a whole. Every staff role must lie in the actor's scope. Every role
   *  that signs, pays, supervises or manages accounts – held now or in the last 30 days – must lie strictly below. An
   *  account with only volunteer or resident roles is managed by the office of the first such role. An office therefore
   *  cannot take over an account, or remove it from another office, by giving it a role.
   *  Throws OWN_AUTHORITY, PERSON_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, APPOINTED_FROM_ABOVE. */
  assertMayHandle(actor: Actor, personId: string, roles: HeldRole[]): void {
    if (actor.personId === personId) throw OwnAuthority();
    if (!presentRole(roles)) throw PersonNotFound();
    for (const { path } of decisive(roles)) this.access.require(actor, PERSON_MANAGE, path, PersonNotFound);
    for (const { role, path } of roles) assertAbove(actor.grants, role, path);
  }

  /** Passes when the actor may add a role to an account, or revoke one. At least one role must lie in the actor's scope.
   *  Every role that signs, pays, supervises or manages accounts must lie strictly below. Throws PERSON_NOT_FOUND,
   *  ROLE_RESERVED, APPOINTED_FROM_ABOVE. */
  assertMayChange(actor: Actor, roles: HeldRole[]): void {
    if (!roles.some(({ path, isRevoked }) => !isRevoked && this.access.may(actor, PERSON_MANAGE, path)))
      throw PersonNotFound();
    for (const { role, path } of roles) assertAbove(actor.grants, role, path);
  }

  /** Like `assertMayChange`, for a role that is added. To add a staff role, the actor must already manage the account,
   *  because the new role then also decides who manages it. Throws what `assertMayChange` throws, and SERVES_ELSEWHERE. */
  assertMayAdd(actor: Actor, role: Role, roles: HeldRole[]): void {
    this.assertMayChange(actor, roles);
    if (isStaff(role) && !decisive(roles).every(({ path }) => this.access.may(actor, PERSON_MANAGE, path)))
      throw ServesElsewhere();
  }

  /** Passes when the actor may take on an account that holds no role and was never opened. No office manages it, but
   *  recently revoked roles still count. Throws ROLE_RESERVED, APPOINTED_FROM_ABOVE. */
  assertMayTakeUp(actor: Actor, roles: HeldRole[]): void {
    for (const { role, path } of roles) assertAbove(actor.grants, role, path);
  }

  /** Like `assertMayHandle`, for account access (an activation code, or removal of the second factor). A person who recently
   *  proposed an appointment of the account's owner may not give it.
   *  Throws what `assertMayHandle` throws, and PROPOSER_HAS_NO_KEY. */
  assertMayRekey(actor: Actor, personId: string, roles: HeldRole[]): void {
    this.assertMayHandle(actor, personId, roles);
    const isProposer = roles.some(
      ({ role, grantedBy, isFresh, isRevoked }) =>
        isAppointed(role) && isFresh && !isRevoked && grantedBy === actor.personId,
    );
    if (isProposer) throw ProposerHasNoKey();
  }

  /** Passes when the role conflicts with no other role of the person, including roles held as a deputy.
   *  Throws ROLE_CONFLICT. */
  async assertNoConflict(
    reader: Reader,
    personId: string,
    wanted: { role: Role; path: string },
    roles: HeldRole[],
  ): Promise<void> {
    const lent = await reader.rows<{ role: Role; path: string }>(
      `SELECT g.role, u.path FROM delegation d JOIN role_grant g ON g.id = d.grant_id AND g.revoked_at IS NULL JOIN unit u ON u.id = g.unit_id
       WHERE d.deputy_id = ? AND d.ended_at IS NULL AND d.until_on >= DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR) AND g.role IN (?)`,
      [personId, SIGNING_ROLES],
    );
    const met = [...roles.filter(({ isRevoked }) => !isRevoked), ...lent].find((other) => conflict(wanted, other));
    if (met) throw RoleConflict({ role: ROLE_WORDS[met.role] });
  }

  /** Whether the account was ever registered by the person `on`, or used account access that `on` gave. */
  async dependsOn(reader: Reader, personId: string, on: string): Promise<boolean> {
    const row = await reader.row(
      `SELECT 1 FROM person WHERE id = ? AND registered_by = ?
       UNION ALL SELECT 1 FROM account_recovery WHERE person_id = ? AND given_by = ? AND used_at IS NOT NULL LIMIT 1`,
      [personId, on, personId, on],
    );
    return row !== undefined;
  }
}

/** Appointed roles are managed from strictly above; reserved roles only by administrators. */
function assertAbove(grants: readonly Grant[], role: Role, unitPath: string): void {
  if (!isAppointed(role)) return;
  const isAdministrator = grants.some((grant) => grant.role === 'administrator');
  if (RESERVED_ROLES.has(role) && !isAdministrator) throw RoleReserved();
  const isAbove = grants.some(
    (grant) =>
      holds(grant.role, PERSON_MANAGE) &&
      unitPath.startsWith(grant.path) &&
      (unitPath !== grant.path || grant.role === 'administrator'),
  );
  if (!isAbove) throw AppointedFromAbove();
}

/** The roles that decide which office manages an account. */
function decisive(roles: HeldRole[]): HeldRole[] {
  const present = roles.filter(({ isRevoked }) => !isRevoked);
  const offices = roles.filter(({ role, isRevoked }) => isStaff(role) && (!isRevoked || isAppointed(role)));
  return offices.length > 0 ? offices : present.slice(0, 1);
}

/** The role in whose unit a change of the account is recorded: a staff role if the person has one. */
export const presentRole = (roles: HeldRole[]): HeldRole | undefined => {
  const present = roles.filter(({ isRevoked }) => !isRevoked);
  return present.find(({ role }) => isStaff(role)) ?? present[0];
};

/** Whether a rule passes. */
export const isAllowed = (rule: () => void): boolean => refusalOf(rule) === undefined;

/** The text of a rule's refusal; null if the rule passes. */
export function refusalText(rule: () => void, locale: Locale): string | null {
  const refusal = refusalOf(rule);
  return refusal ? String(problemBody(refusal, locale).title) : null;
}

function refusalOf(rule: () => void): Problem | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
