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
import { PersonNotFound } from './people.js';
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
import { holds } from './permissions.js';

import type { Unit } from './units.js';
import { PERSON_MANAGE } from './identity.permissions.js';

export const OwnAuthority = problem('OWN_AUTHORITY', 403, {
  zh: '不能为自己的账号授予或确认角色、发放启用码或解除两步验证，请找上级单位。',
  en: 'You cannot grant, confirm, re-key or recover your own account. Ask the office above.',
});
export const AppointedFromAbove = problem('APPOINTED_FROM_ABOVE', 403, {
  zh: '签字、付款、监督和管理账号的人员，由上一级单位任免和重置。',
  en: 'People who sign, pay, supervise or manage accounts are appointed, dismissed and recovered by the office above.',
});
export const RoleReserved = problem('ROLE_RESERVED', 403, {
  zh: '这个角色只能由系统管理员任免。',
  en: 'Only an administrator appoints and dismisses this role.',
});
export const RoleLevel = problem('ROLE_LEVEL', 422, {
  zh: '这个角色只能设在：{levels}。',
  en: 'This role exists only at: {levels}.',
});
export const RoleConflict = problem('ROLE_CONFLICT', 409, {
  zh: '此人在同一单位（或上下级单位）已有“{role}”职责，两者不能由一人担任。',
  en: 'The person already serves as "{role}" in this unit or one above or below it. One person cannot do both.',
});
export const ServesElsewhere = problem('SERVES_ELSEWHERE', 409, {
  zh: '此人的账号由其他单位管理，工作岗位请由双方共同的上级单位授予。',
  en: 'Another office handles the account of this person. An office above both gives a role of staff.',
});
export const ProposerHasNoKey = problem('PROPOSER_HAS_NO_KEY', 403, {
  zh: '任命由您提出，启用码须由确认任命的单位或其他上级发放。',
  en: 'You proposed this appointment: the office that confirmed it, or another one above, hands out the code.',
});
export const AppointmentNotFound = problem('APPOINTMENT_NOT_FOUND', 404, {
  zh: '没有这项待确认的任命，或不在您的范围内。',
  en: 'There is no such appointment to confirm, or it is outside your scope.',
});
export const SecondPerson = problem('SECOND_PERSON', 403, {
  zh: '任命须由另一位上级人员确认：不能是提出任命的人，也不能是由其登记或重置过账号的人。',
  en: 'A second person above confirms an appointment: not the one who proposed it, nor one whom the proposer registered or recovered, nor one who lately gave the proposer a key.',
});

/** Waiting times of the rules about accounts. A district may set them within these bounds, never switch them off. */
export interface AuthorityPolicy {
  version: number;
  /** Hours before rights over money work again after an account was recovered: 1 to 168. */
  recoveryWaitHours: number;
  /** Days in which a person counts as depending on those who gave the role or the key: 1 to 90. */
  independenceDays: number;
}
export const AUTHORITY_POLICY = 'authority';
const DEFAULT_POLICY = { recoveryWaitHours: 24, independenceDays: 7 };
/** A role given up lately still makes its account worth taking over. */
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
  /** Confirmed by an office within the days in which its holder counts as depending on it. */
  isFresh: boolean;
}

/** Who may appoint, dismiss, re-key and recover whom. Source: the threat model beside this library's README. */
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

  /** The roles of a person that count when somebody handles the account, oldest first. */
  async rolesOf(reader: Reader, personId: string): Promise<HeldRole[]> {
    const { independenceDays } = await this.policy(reader);
    const rows = await reader.rows<Omit<HeldRole, 'isRevoked' | 'isFresh'> & { isRevoked: number; isFresh: number }>(
      `SELECT g.id AS grant_id, g.role, g.unit_id, u.path, g.granted_by, g.confirmed_at, g.confirmed_by, g.revoked_at IS NOT NULL AS is_revoked,
         g.origin = 'office' AND (g.confirmed_at IS NULL OR g.confirmed_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY) AS is_fresh
       FROM role_grant g JOIN unit u ON u.id = g.unit_id
       WHERE g.person_id = ? AND (g.revoked_at IS NULL OR g.revoked_at > UTC_TIMESTAMP(3) - INTERVAL ${HELD_DAYS} DAY)
       ORDER BY g.granted_at, g.id`,
      [independenceDays, personId],
    );
    return rows.map((row) => ({ ...row, isRevoked: Boolean(row.isRevoked), isFresh: Boolean(row.isFresh) }));
  }

  /** The same, with the row of the person locked: of two changes at once the second sees the first. Throws PERSON_NOT_FOUND
   *  for a person without a role that is in force or awaits confirmation, and for a disabled one unless `mayBeDisabled`. */
  async lockRoles(tx: Tx, personId: string, { mayBeDisabled = false } = {}): Promise<HeldRole[]> {
    const person = await tx.row(
      `SELECT 1 FROM person WHERE id = ?${mayBeDisabled ? '' : ' AND disabled_at IS NULL'} FOR UPDATE`,
      [personId],
    );
    const roles = person ? await this.rolesOf(tx, personId) : [];
    if (!presentRole(roles)) throw PersonNotFound();
    return roles;
  }

  /** Passes when the actor may give or take this role in this unit. Throws `absent`, FORBIDDEN, ROLE_RESERVED,
   *  APPOINTED_FROM_ABOVE. */
  assertMayAppoint(actor: Actor, role: Role, unitPath: string, absent: () => Problem): void {
    this.access.require(actor, PERSON_MANAGE, unitPath, absent);
    assertAbove(actor.grants, role, unitPath);
  }

  /** Passes when the actor may confirm such an appointment, by what it tells itself: whether actor and proposer depend on
   *  each other is another question. Throws APPOINTMENT_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, APPOINTED_FROM_ABOVE,
   *  OWN_AUTHORITY, SECOND_PERSON. */
  assertMayConfirm(
    actor: Actor,
    { personId, role, path, grantedBy }: Pick<HeldRole, 'role' | 'path' | 'grantedBy'> & { personId: string },
  ): void {
    this.assertMayAppoint(actor, role, path, AppointmentNotFound);
    if (actor.personId === personId) throw OwnAuthority();
    if (actor.personId === grantedBy) throw SecondPerson();
  }

  /** Passes when the role exists in such a unit. Throws ROLE_LEVEL. */
  assertLevel(role: Role, unit: Pick<Unit, 'level'>): void {
    if (!ROLE_LEVELS[role].includes(unit.level)) throw RoleLevel({ levels: levelsInWords(role) });
  }

  /** Passes when the actor may act on the account as a whole: every role of staff lies in the actor's scope, and every role
   *  that signs, pays, supervises or manages accounts – held now or in the last 30 days – strictly below. The account of
   *  somebody who is only a volunteer or resident is in the hands of the office of the first such role. So no office
   *  takes an account over, or out of another's hands, by giving it a role.
   *  Throws OWN_AUTHORITY, PERSON_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, APPOINTED_FROM_ABOVE. */
  assertMayHandle(actor: Actor, personId: string, roles: HeldRole[]): void {
    if (actor.personId === personId) throw OwnAuthority();
    if (!presentRole(roles)) throw PersonNotFound();
    for (const { path } of decisive(roles)) this.access.require(actor, PERSON_MANAGE, path, PersonNotFound);
    for (const { role, path } of roles) assertAbove(actor.grants, role, path);
  }

  /** Passes when the actor may add a role to an account, or take one away: some role lies in the actor's scope, and every
   *  role that signs, pays, supervises or manages accounts strictly below. Throws PERSON_NOT_FOUND, ROLE_RESERVED,
   *  APPOINTED_FROM_ABOVE. */
  assertMayChange(actor: Actor, roles: HeldRole[]): void {
    if (!roles.some(({ path, isRevoked }) => !isRevoked && this.access.may(actor, PERSON_MANAGE, path)))
      throw PersonNotFound();
    for (const { role, path } of roles) assertAbove(actor.grants, role, path);
  }

  /** The same, for a role that the account gets. Who gives a role of staff must have the account in hand already: from then on
   *  that role decides, too. Throws what `assertMayChange` throws, and SERVES_ELSEWHERE. */
  assertMayAdd(actor: Actor, role: Role, roles: HeldRole[]): void {
    this.assertMayChange(actor, roles);
    if (isStaff(role) && !decisive(roles).every(({ path }) => this.access.may(actor, PERSON_MANAGE, path)))
      throw ServesElsewhere();
  }

  /** Passes when the actor may take up an account that holds no role and was never opened: it is in nobody's hands, but roles
   *  that it lost lately still count. Throws ROLE_RESERVED, APPOINTED_FROM_ABOVE. */
  assertMayTakeUp(actor: Actor, roles: HeldRole[]): void {
    for (const { role, path } of roles) assertAbove(actor.grants, role, path);
  }

  /** The same as `assertMayHandle`, for the key of the account: the office that proposed an appointment lately does not hand out its key.
   *  Throws what `assertMayHandle` throws. */
  assertMayRekey(actor: Actor, personId: string, roles: HeldRole[]): void {
    this.assertMayHandle(actor, personId, roles);
    const isProposer = roles.some(
      ({ role, grantedBy, isFresh, isRevoked }) =>
        isAppointed(role) && isFresh && !isRevoked && grantedBy === actor.personId,
    );
    if (isProposer) throw ProposerHasNoKey();
  }

  /** Passes when the role does not meet a conflicting one of the same person, a deputy's turn included.
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

  /** Whether an account was ever registered by a person, or got a key from that person. */
  async dependsOn(reader: Reader, personId: string, on: string): Promise<boolean> {
    const row = await reader.row(
      `SELECT 1 FROM person WHERE id = ? AND registered_by = ?
       UNION ALL SELECT 1 FROM account_recovery WHERE person_id = ? AND given_by = ? AND used_at IS NOT NULL LIMIT 1`,
      [personId, on, personId, on],
    );
    return row !== undefined;
  }
}

/** Appointed roles are handled from strictly above; the district's own roles by its administrators. */
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

/** The roles that decide whose hands an account is in. */
function decisive(roles: HeldRole[]): HeldRole[] {
  const present = roles.filter(({ isRevoked }) => !isRevoked);
  const offices = roles.filter(({ role, isRevoked }) => isStaff(role) && (!isRevoked || isAppointed(role)));
  return offices.length > 0 ? offices : present.slice(0, 1);
}

/** The role in whose unit a change of the account is recorded: one of staff where the person has one. */
export const presentRole = (roles: HeldRole[]): HeldRole | undefined => {
  const present = roles.filter(({ isRevoked }) => !isRevoked);
  return present.find(({ role }) => isStaff(role)) ?? present[0];
};

/** Whether a rule lets something through. */
export const isAllowed = (rule: () => void): boolean => refusalOf(rule) === undefined;

/** The words with which a rule refuses something; null where it lets it through. */
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
