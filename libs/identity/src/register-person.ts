import { Injectable } from '@nestjs/common';
import {
  Problem,
  Transactions,
  Vault,
  isDuplicateOf,
  keyed,
  newId,
  problem,
  type Actor,
  type Tx,
} from '#libs/platform';
import { Attempts, GUESS_LIMITS } from './attempts.js';
import { Authority, OwnAuthority, RoleConflict } from './authority.js';
import { RoleChanges } from './role-changes.js';
import { ROLE_WORDS, conflict, isAppointed, isStaff, type Role } from './roles.js';
import { Sessions } from './sessions.js';
import { StartCodes } from './start-codes.js';
import { UnitNotFound, Units, type Unit } from './units.js';
import { RoleGranted, RoleProposed } from './identity.events.js';

export const PhoneTaken = problem('PHONE_TAKEN', 409, {
  zh: '这个手机号已经登记过，请直接为其添加角色。',
  en: 'This phone number is registered already; add a role to that person instead.',
});
export const RoleHeld = problem('ROLE_HELD', 409, {
  zh: '此人在该单位已有这个角色，或正等待确认。',
  en: 'The person holds this role in the unit already, or it awaits confirmation.',
});

/** Whether two names differ in nothing but blanks, widths and case. */
export const isSameName = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

interface NewPerson {
  name: string;
  phone: string;
}
interface WantedRole {
  role: Role;
  unitId: string;
}

/** Registers people and gives them roles. Nobody chooses a password for somebody else: an account opens with a start code.
 *  A role that signs, pays, supervises or manages accounts waits until a second person above confirms it. */
@Injectable()
export class RegisterPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly units: Units,
    private readonly sessions: Sessions,
    private readonly startCodes: StartCodes,
    private readonly attempts: Attempts,
    private readonly changes: RoleChanges,
    private readonly vault: Vault,
  ) {}

  /** Throws PHONE_TAKEN, UNIT_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, APPOINTED_FROM_ABOVE, ROLE_LEVEL, ROLE_CONFLICT,
   *  TOO_MANY_REQUESTS. */
  async execute(actor: Actor, input: NewPerson & { roles: WantedRole[] }): Promise<{ id: string }> {
    const id = newId();
    try {
      return await this.transactions.command(actor, async (tx) => {
        const wanted = await this.withUnits(tx, input.roles);
        for (const { role, unit } of wanted) {
          this.authority.assertMayAppoint(actor, role, unit.path, UnitNotFound);
          this.authority.assertLevel(role, unit);
        }
        assertUnmixed(wanted);
        if (await this.known(tx, input.phone)) throw PhoneTaken();
        await this.write(tx, { ...input, id, registeredBy: actor.personId });
        for (const { role, unit } of wanted) await this.give(tx, id, { role, unit, by: actor.personId });
        return { id };
      });
    } catch (error) {
      if (!isPhoneTaken(error)) throw error;
      const { withinMinutes, perPerson } = GUESS_LIMITS.knownPhone;
      await this.attempts.count(withinMinutes, { key: ['known-phone', actor.personId], most: perPerson });
      throw PhoneTaken();
    }
  }

  /** An administrator, made on the server by whoever runs it; with the code that opens the account. Throws PHONE_TAKEN. */
  async asOperator(input: NewPerson & { unit: Unit }): Promise<{ id: string; code: string }> {
    const id = newId();
    try {
      return await this.transactions.run(async (tx) => {
        if (await this.known(tx, input.phone)) throw PhoneTaken();
        await this.write(tx, { ...input, id, registeredBy: null });
        await this.give(tx, id, { role: 'administrator', unit: input.unit, by: null });
        return { id, code: (await this.startCodes.give(tx, id, null)).code };
      });
    } catch (error) {
      throw isPhoneTaken(error) ? PhoneTaken() : error;
    }
  }

  /** Somebody of one's own units gets one more role. With a role of staff codes that were given become void, and open sessions
   *  as short as those of staff; when it needs a confirmation they end.
   *  Throws PERSON_NOT_FOUND, SERVES_ELSEWHERE, ROLE_HELD, UNIT_NOT_FOUND, OWN_AUTHORITY and what `execute` throws. */
  async grant(actor: Actor, personId: string, input: WantedRole): Promise<{ id: string; isPending: boolean }> {
    try {
      return await this.transactions.command(actor, async (tx) => {
        if (actor.personId === personId) throw OwnAuthority();
        const roles = await this.authority.lockRoles(tx, personId);
        this.authority.assertMayAdd(actor, input.role, roles);
        const unit = await this.units.get(tx, input.unitId);
        this.authority.assertMayAppoint(actor, input.role, unit.path, UnitNotFound);
        this.authority.assertLevel(input.role, unit);
        await this.authority.assertNoConflict(tx, personId, { role: input.role, path: unit.path }, roles);
        const id = await this.give(tx, personId, { role: input.role, unit, by: actor.personId });
        const isPending = isAppointed(input.role);
        if (isStaff(input.role)) await this.startCodes.revoke(tx, personId);
        if (isPending) await this.sessions.endOthers(tx, personId, null);
        else if (isStaff(input.role)) await this.sessions.shorten(tx, personId);
        return { id, isPending };
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_role_grant_active') ? RoleHeld() : error;
    }
  }

  /** Finds or registers the person with this telephone and gives them the role. The caller has asked whether `by` may. Somebody
   *  who holds no role below the path `within` is taken in under the registered name only: a telephone alone leads to
   *  nobody's name. */
  async enrol(
    tx: Tx,
    by: string,
    input: NewPerson & { role: 'volunteer' | 'resident'; unit: Pick<Unit, 'id' | 'level'>; within: string },
  ): Promise<{ id: string; isNew: boolean } | { refused: 'closed' | 'otherPerson' }> {
    const known = await this.known(tx, input.phone);
    if (known?.isDisabled) return { refused: 'closed' };
    const id = known?.id ?? newId();
    if (!known) await this.write(tx, { ...input, id, registeredBy: by });
    const held = known ? (await this.authority.rolesOf(tx, id)).filter(({ isRevoked }) => !isRevoked) : [];
    const isFromElsewhere = known && !held.some(({ path }) => path.startsWith(input.within));
    if (isFromElsewhere && !isSameName(this.vault.open('person.name', id, known.name), input.name))
      return { refused: 'otherPerson' };
    const has = held.some(({ role, unitId }) => role === input.role && unitId === input.unit.id);
    if (!has) await this.give(tx, id, { role: input.role, unit: input.unit, by });
    return { id, isNew: !known };
  }

  private async withUnits(tx: Tx, roles: WantedRole[]): Promise<{ role: Role; unit: Unit; path: string }[]> {
    const units = await Promise.all(roles.map(({ unitId }) => this.units.get(tx, unitId)));
    return roles.map(({ role }, at) => ({ role, unit: units[at]!, path: units[at]!.path }));
  }

  /** The person who has this telephone. While hashes move on to another key the unique key alone does not see the same telephone
   *  under the other hash. */
  private async known(tx: Tx, phone: string): Promise<{ id: string; name: Buffer; isDisabled: number } | undefined> {
    const index = await this.vault.blindIndex(tx);
    return tx.row(
      `SELECT id, ${keyed('person', 'name')}, disabled_at IS NOT NULL AS is_disabled FROM person WHERE phone_hash IN (?) FOR UPDATE`,
      [index.candidates('phone', phone)],
    );
  }

  private async write(tx: Tx, person: NewPerson & { id: string; registeredBy: string | null }): Promise<void> {
    const { id, name, phone, registeredBy } = person;
    const index = await this.vault.blindIndex(tx);
    const key = await this.vault.keyOf(tx, id);
    await tx.insert('person', {
      id,
      name: key.seal('person.name', id, name),
      phone: key.seal('person.phone', id, phone),
      phoneHash: index.hash('phone', phone),
      indexKeyNo: index.keyNo,
      passwordHash: null,
      registeredBy,
      createdAt: await tx.now(),
    });
  }

  /** `by: null` is the operator: in force at once. */
  private async give(
    tx: Tx,
    personId: string,
    { role, unit, by }: { role: Role; unit: Pick<Unit, 'id' | 'level'>; by: string | null },
  ): Promise<string> {
    const id = newId();
    const grantedAt = await tx.now();
    const isPending = by !== null && isAppointed(role);
    await tx.insert('role_grant', {
      id,
      personId,
      unitId: unit.id,
      unitLevel: unit.level,
      role,
      grantedBy: by ?? personId,
      grantedAt,
      origin: by === null ? 'server' : 'office',
      confirmedAt: isPending ? null : grantedAt,
    });
    const actor = by === null ? null : { personId: by };
    await this.changes.record(tx, isPending ? RoleProposed : RoleGranted, actor, personId, {
      role,
      unitId: unit.id,
    });
    return id;
  }
}

const isPhoneTaken = (error: unknown): boolean =>
  (error instanceof Problem && error.kind.code === 'PHONE_TAKEN') || isDuplicateOf(error, 'uq_person_phone');

function assertUnmixed(wanted: { role: Role; path: string }[]): void {
  for (const [at, one] of wanted.entries())
    for (const other of wanted.slice(at + 1))
      if (conflict(one, other)) throw RoleConflict({ role: ROLE_WORDS[other.role] });
}
