import { Injectable } from '@nestjs/common';
import {
  Events,
  Transactions,
  Vault,
  isDuplicateOf,
  newId,
  problem,
  type Actor,
  type Problem,
  type Tx,
} from '#libs/platform';
import { Access } from './access.js';
import { Passwords } from './passwords.js';
import { PersonNotFound } from './people.js';
import { RESERVED_ROLES, holds, needsSecondFactor, type Role } from './roles.js';
import { SecondFactor } from './second-factor.js';
import { Sessions } from './sessions.js';
import { StartCodes, type StartCode } from './start-codes.js';
import { UnitNotFound, Units } from './units.js';

export const PhoneTaken = problem('PHONE_TAKEN', 409, {
  zh: '这个手机号已经登记过，请直接为其添加角色。',
  en: 'This phone number is registered already; add a role to that person instead.',
});
export const RoleHeld = problem('ROLE_HELD', 409, {
  zh: '此人在该单位已有这个角色。',
  en: 'The person holds this role in the unit already.',
});
export const OwnSecondFactor = problem('OWN_SECOND_FACTOR', 403, {
  zh: '不能为自己解除两步验证，请找上级或管理员。',
  en: 'Nobody takes away her own second factor; ask the office above.',
});
export const StartCodeAbove = problem('START_CODE_ABOVE', 403, {
  zh: '此人经手资金，启用码须由上一级单位发放。',
  en: 'This person answers for money: the office above gives her the code.',
});
export const RoleReserved = problem('ROLE_RESERVED', 403, {
  zh: '这个角色只能由系统管理员授予。',
  en: 'Only an administrator gives this role.',
});

/** Who is registered, with which roles: every change is an event, and takes effect with the person's next request. */
@Injectable()
export class ManagePeople {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly secondFactor: SecondFactor,
    private readonly events: Events,
    private readonly vault: Vault,
    private readonly startCodes: StartCodes,
  ) {}

  /** Whoever has this telephone holds this role in this unit from now on: registered now, without a password, or known already.
   *  The caller has asked whether `by` may. undefined: her account was closed. */
  async enrol(
    tx: Tx,
    by: string,
    input: { name: string; phone: string; role: Role; unitId: string },
  ): Promise<{ id: string; isNew: boolean } | undefined> {
    const { role, unitId } = input;
    const known = await tx.row<{ id: string; isDisabled: number }>(
      'SELECT id, disabled_at IS NOT NULL AS is_disabled FROM person WHERE phone_hash = ? FOR UPDATE',
      [this.vault.index('phone', input.phone)],
    );
    if (known?.isDisabled) return undefined;
    const id = known?.id ?? newId();
    if (!known) await this.write(tx, { ...input, id, passwordHash: null });
    const granted = await tx.execute(
      `INSERT IGNORE INTO role_grant (id, person_id, unit_id, role, granted_by, granted_at) VALUES (?,?,?,?,?,UTC_TIMESTAMP(3))`,
      [newId(), id, unitId, role, by],
    );
    if (granted > 0)
      await this.events.record(tx, {
        name: 'RoleGranted',
        unitId,
        subjectId: id,
        actorId: by,
        visibility: 'internal',
        data: { role },
      });
    return { id, isNew: !known };
  }

  /** A code by which she chooses a password, her first one or another. Every role lies below the actor's scope; whoever answers
   *  for money gets hers from an office above. Throws PERSON_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, START_CODE_ABOVE. */
  async giveStartCode(actor: Actor, personId: string): Promise<StartCode> {
    return this.transactions.run(async (tx) => {
      const roles = await this.rolesBelow(tx, actor, personId);
      const isAbove = ({ path }: { path: string }): boolean =>
        actor.grants.some(
          (grant) => holds(grant.role, 'person.manage') && path.startsWith(grant.path) && path !== grant.path,
        );
      if (
        needsSecondFactor(roles) &&
        !actor.grants.some(({ role }) => role === 'administrator') &&
        !roles.every(isAbove)
      )
        throw StartCodeAbove();
      const given = await this.startCodes.give(tx, personId);
      await this.recordRole(tx, 'StartCodeGiven', actor, personId, roles[0]!);
      return given;
    });
  }

  /** Registers a person with her first roles. `actor: null` is the operator at the command line.
   *  Throws PHONE_TAKEN, UNIT_NOT_FOUND, FORBIDDEN, ROLE_RESERVED. */
  async register(
    actor: Actor | null,
    input: { name: string; phone: string; password?: string; roles: { role: Role; unitId: string }[] },
  ): Promise<{ id: string }> {
    const password = input.password ?? undefined;
    if (password !== undefined) this.passwords.assertStrong(password, input.phone, actor?.locale ?? 'zh');
    const id = newId();
    const passwordHash = password === undefined ? null : await this.passwords.hash(password);
    const work = async (tx: Tx): Promise<{ id: string }> => {
      const now = await tx.now();
      const units = await Promise.all(input.roles.map(({ unitId }) => this.units.get(tx, unitId)));
      if (actor) input.roles.forEach(({ role }, at) => this.assertMayGrant(actor, role, units[at]!.path, UnitNotFound));
      await this.write(tx, { ...input, id, passwordHash });
      const grantedBy = actor?.personId ?? id;
      await tx.insert(
        'role_grant',
        input.roles.map(({ role, unitId }) => ({ id: newId(), personId: id, unitId, role, grantedBy, grantedAt: now })),
      );
      await this.events.record(
        tx,
        ...input.roles.map(({ role, unitId }) => ({
          name: 'RoleGranted',
          unitId,
          subjectId: id,
          actorId: actor?.personId ?? null,
          visibility: 'internal' as const,
          data: { role },
        })),
      );
      return { id };
    };
    try {
      return await (actor ? this.transactions.command(actor, work) : this.transactions.run(work));
    } catch (error) {
      throw isDuplicateOf(error, 'uq_person_phone') ? PhoneTaken() : error;
    }
  }

  /** Somebody of one's own units gets one more role. Throws PERSON_NOT_FOUND, ROLE_HELD, UNIT_NOT_FOUND, FORBIDDEN,
   *  ROLE_RESERVED. */
  async grant(actor: Actor, personId: string, input: { role: Role; unitId: string }): Promise<{ id: string }> {
    const id = newId();
    try {
      return await this.transactions.command(actor, async (tx) => {
        const scope = this.access.scope(actor, 'person.manage').where('u.path');
        const person = await tx.row(
          `SELECT 1 FROM person p JOIN role_grant g ON g.person_id = p.id AND g.revoked_at IS NULL JOIN unit u ON u.id = g.unit_id
           WHERE p.id = ? AND p.disabled_at IS NULL AND ${scope.sql} LIMIT 1`,
          [personId, ...scope.values],
        );
        if (!person) throw PersonNotFound();
        const unit = await this.units.get(tx, input.unitId);
        this.assertMayGrant(actor, input.role, unit.path, UnitNotFound);
        await tx.insert('role_grant', { id, personId, ...input, grantedBy: actor.personId, grantedAt: await tx.now() });
        await this.recordRole(tx, 'RoleGranted', actor, personId, input);
        return { id };
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_role_grant_active') ? RoleHeld() : error;
    }
  }

  /** Takes a role back; the person's sessions end with it, so that the next request knows. */
  async revoke(actor: Actor, grantId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const grant = await tx.row<{ personId: string; role: Role; unitId: string; path: string }>(
        `SELECT g.person_id, g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id
         WHERE g.id = ? AND g.revoked_at IS NULL`,
        [grantId],
      );
      if (!grant) throw PersonNotFound();
      this.assertMayGrant(actor, grant.role, grant.path, PersonNotFound);
      await tx.execute('UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ? AND revoked_at IS NULL', [
        grantId,
      ]);
      await this.sessions.endOthers(tx, grant.personId, null);
      await this.recordRole(tx, 'RoleRevoked', actor, grant.personId, grant);
      return { id: grantId };
    });
  }

  /** Gives up one's own role, wherever one holds it. */
  async leave(actor: Actor, role: Role): Promise<void> {
    await this.transactions.command(actor, async (tx) => {
      const grants = await tx.rows<{ id: string; role: Role; unitId: string }>(
        'SELECT id, role, unit_id FROM role_grant WHERE person_id = ? AND role = ? AND revoked_at IS NULL FOR UPDATE',
        [actor.personId, role],
      );
      for (const grant of grants) {
        await tx.execute('UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ?', [grant.id]);
        await this.recordRole(tx, 'RoleRevoked', actor, actor.personId, grant);
      }
    });
  }

  /** Somebody who lost her phone and her recovery codes signs in with her password alone until she has set up a second
   *  factor anew. Every role lies below the actor's scope; every session ends. Nobody does it for herself.
   *  Throws PERSON_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, OWN_SECOND_FACTOR. `actor: null` is the operator. */
  async forgetSecondFactor(actor: Actor | null, personId: string): Promise<{ id: string }> {
    if (actor?.personId === personId) throw OwnSecondFactor();
    return this.transactions.run(async (tx) => {
      const roles = await this.rolesBelow(tx, actor, personId);
      if (!(await this.secondFactor.forget(tx, personId))) throw PersonNotFound();
      await this.sessions.endOthers(tx, personId, null);
      await this.recordRole(tx, 'SecondFactorForgotten', actor, personId, roles[0]!);
      return { id: personId };
    });
  }

  /** Closes a person's account: every role lies below the actor's scope, every session ends. */
  async disable(actor: Actor, personId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const roles = await this.rolesBelow(tx, actor, personId);
      const disabled = await tx.execute(
        'UPDATE person SET disabled_at = UTC_TIMESTAMP(3) WHERE id = ? AND disabled_at IS NULL',
        [personId],
      );
      if (disabled === 0) throw PersonNotFound();
      await this.sessions.endOthers(tx, personId, null);
      await this.recordRole(tx, 'PersonDisabled', actor, personId, roles[0]!);
      return { id: personId };
    });
  }

  private async write(
    tx: Tx,
    person: { id: string; name: string; phone: string; passwordHash: string | null },
  ): Promise<void> {
    const { id, name, phone, passwordHash } = person;
    await tx.insert('person', {
      id,
      name: this.vault.seal('person.name', id, name),
      phone: this.vault.seal('person.phone', id, phone),
      phoneHash: this.vault.index('phone', phone),
      passwordHash,
      createdAt: await tx.now(),
    });
  }

  /** All roles of a person, each of which the actor might take away. */
  private async rolesBelow(
    tx: Tx,
    actor: Actor | null,
    personId: string,
  ): Promise<{ role: Role; unitId: string; path: string }[]> {
    const roles = await tx.rows<{ role: Role; unitId: string; path: string }>(
      `SELECT g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = ? AND g.revoked_at IS NULL`,
      [personId],
    );
    if (roles.length === 0) throw PersonNotFound();
    if (actor) for (const { role, path } of roles) this.assertMayGrant(actor, role, path, PersonNotFound);
    return roles;
  }

  private assertMayGrant(actor: Actor, role: Role, unitPath: string, absent: () => Problem): void {
    this.access.require(actor, 'person.manage', unitPath, absent);
    if (RESERVED_ROLES.has(role) && !actor.grants.some((grant) => grant.role === 'administrator')) throw RoleReserved();
  }

  private async recordRole(
    tx: Tx,
    name: string,
    actor: Actor | null,
    personId: string,
    grant: { role: Role; unitId: string },
  ): Promise<void> {
    await this.events.record(tx, {
      name,
      unitId: grant.unitId,
      subjectId: personId,
      actorId: actor?.personId ?? null,
      visibility: 'internal',
      data: { role: grant.role },
    });
  }
}
