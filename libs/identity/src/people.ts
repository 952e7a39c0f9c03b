import { Injectable } from '@nestjs/common';
import {
  Events,
  Transactions,
  Vault,
  isDuplicateOf,
  maskPhone,
  newId,
  problem,
  readCursor,
  toPage,
  type Actor,
  type Page,
  type Problem,
  type Reader,
} from '#libs/platform';
import { Access } from './access.js';
import { Passwords } from './passwords.js';
import { RESERVED_ROLES, type Role } from './roles.js';
import { Sessions } from './sessions.js';
import { UnitNotFound, Units } from './units.js';

export const PersonNotFound = problem('PERSON_NOT_FOUND', 404, {
  zh: '没有这个人，或不在您的范围内。',
  en: 'There is no such person, or outside your scope.',
});
export const PhoneTaken = problem('PHONE_TAKEN', 409, {
  zh: '这个手机号已经登记过，请直接为其添加角色。',
  en: 'This phone number is registered already; add a role to that person instead.',
});
export const RoleHeld = problem('ROLE_HELD', 409, {
  zh: '此人在该单位已有这个角色。',
  en: 'The person holds this role in the unit already.',
});
export const RoleReserved = problem('ROLE_RESERVED', 403, {
  zh: '这个角色只能由系统管理员授予。',
  en: 'Only an administrator gives this role.',
});
export const WrongPassword = problem('WRONG_PASSWORD', 403, {
  zh: '原密码不对。',
  en: 'The present password is wrong.',
});

export interface PersonView {
  id: string;
  name: string;
  phone: string;
  isDisabled: boolean;
  roles: { id: string; role: Role; unitId: string; unitName: string }[];
}

/** People and the roles that they hold in units. */
@Injectable()
export class People {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly events: Events,
    private readonly vault: Vault,
  ) {}

  /** Registers a person with her first roles. `actor: null` is the operator at the command line.
   *  Throws PHONE_TAKEN, UNIT_NOT_FOUND, FORBIDDEN, ROLE_RESERVED. */
  async register(
    actor: Actor | null,
    input: { name: string; phone: string; password: string; roles: { role: Role; unitId: string }[] },
  ): Promise<{ id: string }> {
    this.passwords.assertStrong(input.password, input.phone, actor?.locale ?? 'zh');
    const id = newId();
    const passwordHash = await this.passwords.hash(input.password);
    const work = async (tx: Parameters<Parameters<Transactions['run']>[0]>[0]): Promise<{ id: string }> => {
      const now = await tx.now();
      const units = await Promise.all(input.roles.map(({ unitId }) => this.units.get(tx, unitId)));
      if (actor) input.roles.forEach(({ role }, at) => this.assertMayGrant(actor, role, units[at]!.path, UnitNotFound));
      await tx.insert('person', {
        id,
        name: this.vault.seal('person.name', id, input.name),
        phone: this.vault.seal('person.phone', id, input.phone),
        phoneHash: this.vault.index('phone', input.phone),
        passwordHash,
        createdAt: now,
      });
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

  /** Closes a person's account: every role lies below the actor's scope, every session ends. */
  async disable(actor: Actor, personId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const roles = await tx.rows<{ role: Role; unitId: string; path: string }>(
        `SELECT g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = ? AND g.revoked_at IS NULL`,
        [personId],
      );
      if (roles.length === 0) throw PersonNotFound();
      for (const { role, path } of roles) this.assertMayGrant(actor, role, path, PersonNotFound);
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

  /** Throws WRONG_PASSWORD; ends all other sessions. */
  async changePassword(actor: Actor, input: { present: string; password: string }): Promise<{ id: string }> {
    const person = await this.transactions.row<{ passwordHash: string; phone: Buffer }>(
      'SELECT password_hash, phone FROM person WHERE id = ?',
      [actor.personId],
    );
    if (!person || !(await this.passwords.matches(person.passwordHash, input.present))) throw WrongPassword();
    this.passwords.assertStrong(
      input.password,
      this.vault.open('person.phone', actor.personId, person.phone),
      actor.locale,
    );
    const passwordHash = await this.passwords.hash(input.password);
    return this.transactions.run(async (tx) => {
      await tx.execute('UPDATE person SET password_hash = ? WHERE id = ?', [passwordHash, actor.personId]);
      await this.sessions.endOthers(tx, actor.personId, actor.sessionId);
      return { id: actor.personId };
    });
  }

  /** The people who hold a role below the actor's units, newest first; phones masked. */
  async list(actor: Actor, query: { limit: number; cursor?: string; unitId?: string }): Promise<Page<PersonView>> {
    const scope = this.access.scope(actor, 'person.read').where('u.path');
    const after = readCursor(query.cursor, 1);
    const rows = await this.transactions.rows<PersonRow>(
      `SELECT p.id, p.name, p.phone, p.disabled_at IS NOT NULL AS is_disabled,
         (SELECT JSON_ARRAYAGG(JSON_OBJECT('id', g.id, 'role', g.role, 'unitId', g.unit_id, 'unitName', u.name))
          FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = p.id AND g.revoked_at IS NULL AND ${scope.sql}) AS roles
       FROM person p
       WHERE EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
                     WHERE g.person_id = p.id AND g.revoked_at IS NULL AND ${scope.sql}${query.unitId ? ' AND g.unit_id = ?' : ''})
         ${after ? 'AND p.id < ?' : ''}
       ORDER BY p.id DESC LIMIT ?`,
      [...scope.values, ...scope.values, ...(query.unitId ? [query.unitId] : []), ...(after ?? []), query.limit + 1],
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => this.show(row),
    );
  }

  async me(actor: Actor): Promise<PersonView> {
    const row = await this.transactions.row<PersonRow>(
      `SELECT p.id, p.name, p.phone, FALSE AS is_disabled,
         (SELECT JSON_ARRAYAGG(JSON_OBJECT('id', g.id, 'role', g.role, 'unitId', g.unit_id, 'unitName', u.name))
          FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = p.id AND g.revoked_at IS NULL) AS roles
       FROM person p WHERE p.id = ?`,
      [actor.personId],
    );
    if (!row) throw PersonNotFound();
    return this.show(row);
  }

  /** Names for a screen, by id. */
  async names(reader: Reader, personIds: string[]): Promise<Map<string, string>> {
    if (personIds.length === 0) return new Map();
    const rows = await reader.rows<{ id: string; name: Buffer }>('SELECT id, name FROM person WHERE id IN (?)', [
      [...new Set(personIds)],
    ]);
    return new Map(rows.map(({ id, name }) => [id, this.vault.open('person.name', id, name)]));
  }

  /** Those who hold one of these roles in the unit itself or, failing anybody there, in the nearest unit above it. */
  async holders(reader: Reader, unitPath: string, roles: Role[]): Promise<string[]> {
    const rows = await reader.rows<{ personId: string; path: string }>(
      `SELECT DISTINCT g.person_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id
       WHERE g.revoked_at IS NULL AND g.role IN (?) AND ? LIKE CONCAT(u.path, '%') ORDER BY LENGTH(u.path) DESC LIMIT 50`,
      [roles, unitPath],
    );
    return rows.filter((row) => row.path === rows[0]?.path).map((row) => row.personId);
  }

  /** The person's own telephone, as a blind index: whether a beneficiary is she is decided by it. */
  async phoneHash(reader: Reader, personId: string): Promise<Buffer | undefined> {
    return (await reader.row<{ phoneHash: Buffer }>('SELECT phone_hash FROM person WHERE id = ?', [personId]))
      ?.phoneHash;
  }

  /** A person as she would act when signed in; for the operator, who acts in her name. */
  async actorByPhone(phoneHash: Buffer): Promise<Actor | undefined> {
    const person = await this.transactions.row<{ id: string }>(
      'SELECT id FROM person WHERE phone_hash = ? AND disabled_at IS NULL',
      [phoneHash],
    );
    if (!person) return undefined;
    const grants = await this.transactions.rows<Actor['grants'][number]>(
      'SELECT g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = ? AND g.revoked_at IS NULL',
      [person.id],
    );
    return { personId: person.id, grants, locale: 'zh', sessionId: null };
  }

  private show(row: PersonRow): PersonView {
    return {
      id: row.id,
      name: this.vault.open('person.name', row.id, row.name),
      phone: maskPhone(this.vault.open('person.phone', row.id, row.phone)) ?? '',
      isDisabled: Boolean(row.isDisabled),
      roles: (JSON.parse(row.roles ?? '[]') ?? []) as PersonView['roles'],
    };
  }

  private assertMayGrant(actor: Actor, role: Role, unitPath: string, absent: () => Problem): void {
    this.access.require(actor, 'person.manage', unitPath, absent);
    if (RESERVED_ROLES.has(role) && !actor.grants.some((grant) => grant.role === 'administrator')) throw RoleReserved();
  }

  private async recordRole(
    tx: Parameters<Events['record']>[0],
    name: string,
    actor: Actor,
    personId: string,
    grant: { role: Role; unitId: string },
  ): Promise<void> {
    await this.events.record(tx, {
      name,
      unitId: grant.unitId,
      subjectId: personId,
      actorId: actor.personId,
      visibility: 'internal',
      data: { role: grant.role },
    });
  }
}

interface PersonRow {
  id: string;
  name: Buffer;
  phone: Buffer;
  isDisabled: number;
  roles: string | null;
}
