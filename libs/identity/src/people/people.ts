import { Injectable } from '@nestjs/common';
import {
  OwnDataPart,
  Transactions,
  FieldEncryption,
  keyed,
  maskPhone,
  readCursor,
  toPage,
  type Actor,
  type Page,
  type Reader,
} from '#libs/platform';
import { Access } from '../roles/access.js';
import { actorOf } from '../roles/grants.js';
import type { PersonResponse } from '../http/identity.dto.js';
import { Authority, type HeldRole } from '../roles/authority.js';
import type { Role } from '../roles/roles.js';
import { accountStepsFor, isDelegable, roleStepsFor, type AccountStep, type RoleStep } from './account-steps.js';
import { PersonNotFound } from './person.errors.js';
import { PERSON_READ } from '../identity.permissions.js';

/** Shown instead of the name of a person whose account was deleted. */
export const ERASED_PERSON = '已注销用户';

const HAS_SECOND_FACTOR =
  'EXISTS (SELECT 1 FROM second_factor f WHERE f.person_id = p.id AND f.secret IS NOT NULL) AS has_second_factor';

const SUSPENDED_UNTIL =
  'IF(p.money_suspended_until > UTC_TIMESTAMP(3), p.money_suspended_until, NULL) AS suspended_until';

/** SQL: the state of an account recovery, one of `RECOVERY_STATES`. */
const RECOVERY = `CASE
  WHEN EXISTS (SELECT 1 FROM account_recovery r WHERE r.person_id = p.id AND r.stopped_at IS NULL AND r.suspended_until > UTC_TIMESTAMP(3)) THEN 'suspended'
  WHEN EXISTS (SELECT 1 FROM activation_code c WHERE c.person_id = p.id AND c.valid_until > UTC_TIMESTAMP(3)) THEN 'given'
  WHEN p.password_hash IS NULL AND p.activated_at IS NOT NULL THEN 'locked' END`;
/** Recoveries that an office must look at. An activation code for an account that was never opened is routine. */
const NEEDS_A_LOOK = `p.disabled_at IS NULL AND p.activated_at IS NOT NULL AND (${RECOVERY}) IS NOT NULL`;

/** What others may read about people and their roles. */
@Injectable()
export class People {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly authority: Authority,
    private readonly encryption: FieldEncryption,
  ) {}

  /** The people who hold a role below the actor's units, newest first; phones masked. */
  async list(
    actor: Actor,
    query: { limit: number; cursor?: string; unitId?: string; role?: Role; only?: 'recovering' },
  ): Promise<Page<PersonResponse>> {
    const scope = this.access.scope(actor, PERSON_READ).where('u.path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<PersonRow>(
      `SELECT p.id, ${keyed('p', 'name', 'phone')}, p.disabled_at IS NOT NULL AS is_disabled, ${HAS_SECOND_FACTOR}, ${SUSPENDED_UNTIL}, ${RECOVERY} AS recovery,
         (SELECT JSON_ARRAYAGG(JSON_OBJECT('id', g.id, 'role', g.role, 'unitId', g.unit_id, 'unitName', u.name, 'isPending', g.confirmed_at IS NULL))
          FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = p.id AND g.revoked_at IS NULL AND ${scope.sql}) AS roles
       FROM person p
       WHERE EXISTS (SELECT 1 FROM role_grant g JOIN unit u ON u.id = g.unit_id
                     WHERE g.person_id = p.id AND g.revoked_at IS NULL AND ${scope.sql}${query.unitId ? ' AND g.unit_id = ?' : ''}${query.role ? ' AND g.role = ?' : ''})
         ${query.only ? `AND ${NEEDS_A_LOOK} ` : ''}${after ? 'AND p.id < ?' : ''}
       ORDER BY p.id DESC LIMIT ?`,
      [
        ...scope.values,
        ...scope.values,
        ...(query.unitId ? [query.unitId] : []),
        ...(query.role ? [query.role] : []),
        ...(after ?? []),
        query.limit + 1,
      ],
    );
    const roles = await this.authority.rolesOfAll(
      this.transactions,
      rows.map(({ id }) => id),
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => this.show(row, stepsOf(this.authority, actor, roles.get(row.id) ?? [])),
    );
  }

  async me(actor: Actor): Promise<PersonResponse> {
    const row = await this.transactions.row<PersonRow>(
      `SELECT p.id, ${keyed('p', 'name', 'phone')}, FALSE AS is_disabled, ${HAS_SECOND_FACTOR}, ${SUSPENDED_UNTIL}, ${RECOVERY} AS recovery,
         (SELECT JSON_ARRAYAGG(JSON_OBJECT('id', g.id, 'role', g.role, 'unitId', g.unit_id, 'unitName', u.name, 'isPending', g.confirmed_at IS NULL))
          FROM role_grant g JOIN unit u ON u.id = g.unit_id WHERE g.person_id = p.id AND g.revoked_at IS NULL) AS roles
       FROM person p WHERE p.id = ?`,
      [actor.personId],
    );
    if (!row) throw PersonNotFound();
    return this.show(row, OWN_STEPS);
  }

  /** A person's own registration data, for that person. */
  @OwnDataPart('person')
  async file(reader: Reader, personId: string): Promise<{ name: string; phone: string; registeredAt: Date } | null> {
    const row = await reader.row<{ name: Buffer; phone: Buffer; createdAt: Date }>(
      `SELECT ${keyed('person', 'name', 'phone')}, created_at FROM person WHERE id = ? AND erased_at IS NULL`,
      [personId],
    );
    return (
      (row && {
        name: this.encryption.decryptForDisplay('person.name', personId, row.name),
        phone: this.encryption.decryptForDisplay('person.phone', personId, row.phone),
        registeredAt: row.createdAt,
      }) ??
      null
    );
  }

  /** Display names by id; `ERASED_PERSON` for a deleted account. */
  async names(reader: Reader, personIds: string[]): Promise<Map<string, string>> {
    if (personIds.length === 0) return new Map();
    const rows = await reader.rows<{ id: string; name: Buffer | null }>(
      `SELECT id, ${keyed('person', 'name')} FROM person WHERE id IN (?)`,
      [[...new Set(personIds)]],
    );
    return new Map(
      rows.map(({ id, name }) => [
        id,
        this.encryption.decryptForDisplayOrNull('person.name', id, name) ?? ERASED_PERSON,
      ]),
    );
  }

  /** Names and telephones by id, to detect them in texts where they must not appear. Never returned to a client. Deleted
   *  accounts are left out. undefined: cannot be decrypted. */
  async details(
    reader: Reader,
    personIds: string[],
  ): Promise<Map<string, { name: string | undefined; phone: string | undefined }>> {
    if (personIds.length === 0) return new Map();
    const rows = await reader.rows<{ id: string; name: Buffer; phone: Buffer }>(
      `SELECT id, ${keyed('person', 'name', 'phone')} FROM person WHERE id IN (?) AND erased_at IS NULL`,
      [[...new Set(personIds)]],
    );
    return new Map(
      rows.map(({ id, name, phone }) => [
        id,
        {
          name: this.encryption.tryDecrypt('person.name', id, name),
          phone: this.encryption.tryDecrypt('person.phone', id, phone),
        },
      ]),
    );
  }

  /** The telephone of an account, to send a message to it. undefined: the account is disabled, or it cannot be decrypted. */
  async phoneOf(reader: Reader, personId: string): Promise<string | undefined> {
    const row = await reader.row<{ phone: Buffer | null }>(
      `SELECT ${keyed('person', 'phone')} FROM person WHERE id = ? AND disabled_at IS NULL`,
      [personId],
    );
    return row?.phone ? this.encryption.tryDecrypt('person.phone', personId, row.phone) : undefined;
  }

  /** Whether the account was deleted. */
  async isErased(reader: Reader, personId: string): Promise<boolean> {
    return (await reader.row('SELECT 1 FROM person WHERE id = ? AND erased_at IS NOT NULL', [personId])) !== undefined;
  }

  /** The holders of one of these roles in the unit itself or, if there are none, in the nearest unit above it. */
  async holders(reader: Reader, unitPath: string, roles: Role[]): Promise<string[]> {
    const rows = await reader.rows<{ personId: string; path: string }>(
      `SELECT DISTINCT g.person_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
       WHERE g.in_force = 1 AND g.role IN (?) AND ? LIKE CONCAT(u.path, '%') ORDER BY LENGTH(u.path) DESC LIMIT 50`,
      [roles, unitPath],
    );
    return rows.filter((row) => row.path === rows[0]?.path).map((row) => row.personId);
  }

  /** Blind-index hashes of the person's own telephone, for `IN (?)`. They decide whether a beneficiary is the same
   *  person. Never empty. */
  async phoneHashes(reader: Reader, personId: string): Promise<Buffer[]> {
    const index = await this.encryption.blindIndex(reader);
    const row = await reader.row<{ phone: Buffer | null; phoneHash: Buffer }>(
      `SELECT ${keyed('person', 'phone')}, phone_hash FROM person WHERE id = ?`,
      [personId],
    );
    if (!row?.phone) return [Buffer.alloc(32)];
    const phone = this.encryption.tryDecrypt('person.phone', personId, row.phone);
    return phone === undefined ? [row.phoneHash] : index.candidates('phone', phone);
  }

  /** The person with this telephone as an actor, for an operator who acts in their name. */
  async actorByPhone(phone: string): Promise<Actor | undefined> {
    const index = await this.encryption.blindIndex(this.transactions);
    const person = await this.transactions.row<{ id: string }>(
      'SELECT id FROM person WHERE phone_hash IN (?) AND disabled_at IS NULL',
      [index.candidates('phone', phone)],
    );
    return person && actorOf(this.transactions, person.id);
  }

  private show(row: PersonRow, steps: Steps): PersonResponse {
    const account = {
      id: row.id,
      isDisabled: Boolean(row.isDisabled),
      hasSecondFactor: Boolean(row.hasSecondFactor),
      recovery: row.recovery,
    };
    return {
      ...account,
      name: this.encryption.decryptForDisplay('person.name', row.id, row.name),
      phone: maskPhone(this.encryption.decryptForDisplay('person.phone', row.id, row.phone)) ?? '',
      suspendedUntil: row.suspendedUntil,
      roles: ((JSON.parse(row.roles ?? '[]') ?? []) as RoleRow[]).map((role) => ({
        ...role,
        isPending: Boolean(role.isPending),
        allowedSteps: steps.ofRole(account, { ...role, isPending: Boolean(role.isPending) }),
      })),
      allowedSteps: steps.ofAccount(account),
    };
  }
}

type Account = Pick<PersonResponse, 'id' | 'isDisabled' | 'hasSecondFactor' | 'recovery'>;
interface Steps {
  ofAccount: (account: Account) => AccountStep[];
  ofRole: (account: Account, role: Pick<RoleRow, 'id' | 'role'> & { isPending: boolean }) => RoleStep[];
}

/** What the actor may do with an account that holds these roles. */
const stepsOf = (authority: Authority, actor: Actor, roles: HeldRole[]): Steps => ({
  ofAccount: (account) => accountStepsFor(authority, actor, { ...account, roles }),
  ofRole: (account, { id }) =>
    roles
      .filter(({ grantId }) => grantId === id)
      .flatMap((role) => roleStepsFor(authority, actor, { ...account, roles }, role)),
});

/** What people may do with their own roles. */
const OWN_STEPS: Steps = {
  ofAccount: () => [],
  ofRole: (_, { role, isPending }) => (isDelegable(role, !isPending) ? ['delegate'] : []),
};

interface PersonRow {
  id: string;
  name: Buffer;
  phone: Buffer;
  isDisabled: number;
  hasSecondFactor: number;
  suspendedUntil: Date | null;
  recovery: PersonResponse['recovery'];
  roles: string | null;
}

type RoleRow = Omit<PersonResponse['roles'][number], 'isPending' | 'allowedSteps'> & { isPending: number | boolean };
