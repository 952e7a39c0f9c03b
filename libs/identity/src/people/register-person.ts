import { Injectable } from '@nestjs/common';
import {
  Problem,
  Transactions,
  FieldEncryption,
  isDuplicateOf,
  keyed,
  newId,
  problem,
  type Actor,
  type Reader,
  type Tx,
} from '#libs/platform';
import { RateLimit, GUESS_LIMITS } from '../sign-in/rate-limit.js';
import { Authority, OwnAuthority, RoleConflict, type HeldRole } from '../roles/authority.js';
import { Person } from './person.entity.js';
import { RoleChanges } from '../roles/role-changes.js';
import { RoleGrant } from '../roles/role-grant.entity.js';
import { ROLE_WORDS, conflict, isAppointed, isStaff, type Role } from '../roles/roles.js';
import { isSameName } from './same-name.js';
import { Sessions } from '../sign-in/sessions.js';
import { ActivationCodes } from '../sign-in/activation-codes.js';
import { UnitNotFound, Units, type Unit } from '../units/units.js';
import { RoleGranted, RoleProposed } from '../identity.events.js';

export const PhoneTaken = problem('PHONE_TAKEN', 409, {
  zh: '这个手机号已登记，请直接为此人添加角色。',
  en: 'This phone number is already registered. Add a role to that person instead.',
});
export const RoleHeld = problem('ROLE_HELD', 409, {
  zh: '此人在该单位已有这个角色，或正等待确认。',
  en: 'The person already holds this role in the unit, or it awaits confirmation.',
});

interface NewPerson {
  name: string;
  phone: string;
}
interface WantedRole {
  role: Role;
  unitId: string;
}
/** A role and the unit for which it is given. */
export interface PlacedRole {
  role: Role;
  unit: Pick<Unit, 'id' | 'level'>;
  path: string;
}
/** The person who gets a role, with their roles that count. */
export interface Holder {
  personId: string;
  roles: HeldRole[];
  /** The account holds no role and was never opened, so no office manages it. */
  isFree?: boolean;
}

/** Why a person in a file cannot be given a role. `closed`: the account is closed. `otherPerson`: the telephone belongs
 *  to somebody else, or another office manages the account. The other values are the rules of `Authority`. */
export type AppointmentRefusal =
  | 'closed'
  | 'otherPerson'
  | 'ownAccount'
  | 'servesElsewhere'
  | 'notYours'
  | 'reserved'
  | 'fromAbove'
  | 'level'
  | 'conflict';
const REFUSALS: Record<string, AppointmentRefusal> = {
  OWN_AUTHORITY: 'ownAccount',
  PERSON_NOT_FOUND: 'otherPerson',
  SERVES_ELSEWHERE: 'servesElsewhere',
  UNIT_NOT_FOUND: 'notYours',
  FORBIDDEN: 'notYours',
  ROLE_RESERVED: 'reserved',
  APPOINTED_FROM_ABOVE: 'fromAbove',
  ROLE_LEVEL: 'level',
  ROLE_CONFLICT: 'conflict',
};

/** Registers people and gives them roles. People choose their own passwords: an account opens with an activation code. A role
 *  that signs, pays, supervises or manages accounts waits until a second person above confirms it. */
@Injectable()
export class RegisterPerson {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly units: Units,
    private readonly sessions: Sessions,
    private readonly activationCodes: ActivationCodes,
    private readonly attempts: RateLimit,
    private readonly changes: RoleChanges,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Registers a new person with roles. Throws PHONE_TAKEN, UNIT_NOT_FOUND, FORBIDDEN, ROLE_RESERVED,
   *  APPOINTED_FROM_ABOVE, ROLE_LEVEL, ROLE_CONFLICT, TOO_MANY_REQUESTS. */
  async execute(actor: Actor, input: NewPerson & { roles: WantedRole[] }): Promise<{ id: string }> {
    const id = newId();
    try {
      return await this.transactions.command(actor, async (tx) => {
        const wanted = await this.withUnits(tx, input.roles);
        await this.assertMayGive(tx, actor, wanted);
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

  /** Creates an administrator, for the operator of the server, and returns the code that opens the account. Throws
   *  PHONE_TAKEN. */
  async asOperator(input: NewPerson & { unit: Unit }): Promise<{ id: string; code: string }> {
    const id = newId();
    try {
      return await this.transactions.run(async (tx) => {
        if (await this.known(tx, input.phone)) throw PhoneTaken();
        await this.write(tx, { ...input, id, registeredBy: null });
        await this.give(tx, id, { role: 'administrator', unit: input.unit, by: null });
        return { id, code: (await this.activationCodes.give(tx, id, null)).code };
      });
    } catch (error) {
      throw isPhoneTaken(error) ? PhoneTaken() : error;
    }
  }

  /** Gives a person in the actor's scope one more role. A staff role voids activation codes and shortens open sessions to
   *  staff length. A role that needs confirmation ends all sessions.
   *  Throws PERSON_NOT_FOUND, SERVES_ELSEWHERE, ROLE_HELD, UNIT_NOT_FOUND, OWN_AUTHORITY and what `execute` throws. */
  async grant(actor: Actor, personId: string, input: WantedRole): Promise<{ id: string; isPending: boolean }> {
    try {
      return await this.transactions.command(actor, async (tx) => {
        if (actor.personId === personId) throw OwnAuthority();
        const roles = await this.authority.lockRoles(tx, personId);
        const wanted = await this.withUnits(tx, [input]);
        await this.assertMayGive(tx, actor, wanted, { personId, roles });
        const [id] = await this.add(tx, actor, personId, wanted);
        return { id: id!, isPending: isAppointed(input.role) };
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_role_grant_active') ? RoleHeld() : error;
    }
  }

  /** Finds or registers the person with this telephone and gives them the role. The caller has checked that `by` may do
   *  this. If the person holds no role below the path `within`, the name must match the registered one, so that a
   *  telephone alone reveals no name. */
  async findOrRegister(
    tx: Tx,
    by: string,
    input: NewPerson & { role: 'volunteer' | 'resident'; unit: Pick<Unit, 'id' | 'level'>; within: string },
  ): Promise<{ id: string; isNew: boolean } | { refused: 'closed' | 'otherPerson' }> {
    const met = await this.meet(tx, input, input.within);
    if ('refused' in met) return met;
    const id = met.id ?? newId();
    if (!met.id) await this.write(tx, { ...input, id, registeredBy: by });
    if (!isHeld(met.roles, { role: input.role, unit: input.unit }))
      await this.give(tx, id, { role: input.role, unit: input.unit, by });
    return { id, isNew: !met.id };
  }

  /** Finds or registers the person with this telephone and gives them staff roles: all or none, by the same rules as one
   *  by one. Roles that they already hold are not given again. If the person holds no role below the path `within`, the
   *  name must match the registered one, and the account must be managed by the actor or by no office.
   *  `grantIds`: the roles that were given; appointed ones await confirmation. */
  async appoint(
    tx: Tx,
    actor: Actor,
    input: NewPerson & { roles: Role[]; unit: Unit; within: string },
  ): Promise<{ id: string; grantIds: string[] } | { refused: AppointmentRefusal }> {
    const met = await this.meet(tx, input, input.within);
    if ('refused' in met) return met;
    const { id: knownId, roles: held, isFree } = met;
    const wanted = input.roles.map((role) => ({ role, unit: input.unit, path: input.unit.path }));
    const lacking = wanted.filter((one) => !isHeld(held, one));
    const refused = await this.refusalToGive(
      tx,
      actor,
      lacking,
      knownId ? { personId: knownId, roles: held, isFree } : undefined,
    );
    if (refused) return { refused };
    const id = knownId ?? newId();
    if (!knownId) await this.write(tx, { ...input, id, registeredBy: actor.personId });
    return { id, grantIds: await this.add(tx, actor, id, lacking) };
  }

  /** Why the actor may not give these roles; undefined if the actor may. Without `to`, the roles are for a new person. */
  async refusalToGive(
    reader: Reader,
    actor: Actor,
    wanted: PlacedRole[],
    to?: Holder,
  ): Promise<AppointmentRefusal | undefined> {
    try {
      await this.assertMayGive(reader, actor, wanted, to);
      return undefined;
    } catch (error) {
      const refusal = error instanceof Problem ? REFUSALS[error.kind.code] : undefined;
      if (!refusal) throw error;
      return refusal;
    }
  }

  /** The rules for every way in which an office gives roles. Throws OWN_AUTHORITY, PERSON_NOT_FOUND, SERVES_ELSEWHERE,
   *  UNIT_NOT_FOUND, FORBIDDEN, ROLE_RESERVED, APPOINTED_FROM_ABOVE, ROLE_LEVEL, ROLE_CONFLICT. */
  private async assertMayGive(reader: Reader, actor: Actor, wanted: PlacedRole[], to?: Holder): Promise<void> {
    if (to && actor.personId === to.personId && wanted.length > 0) throw OwnAuthority();
    for (const { role, unit, path } of wanted) {
      if (to?.isFree) this.authority.assertMayTakeUp(actor, to.roles);
      else if (to) this.authority.assertMayAdd(actor, role, to.roles);
      this.authority.assertMayAppoint(actor, role, path, UnitNotFound);
      this.authority.assertLevel(role, unit);
      if (to) await this.authority.assertNoConflict(reader, to.personId, { role, path }, to.roles);
    }
    assertUnmixed(wanted);
  }

  /** Gives roles to an account. A staff role voids activation codes and shortens open sessions to staff length. A role that
   *  needs confirmation ends all sessions. */
  private async add(tx: Tx, { personId: by }: Actor, personId: string, wanted: PlacedRole[]): Promise<string[]> {
    const ids: string[] = [];
    for (const { role, unit } of wanted) {
      ids.push(await this.give(tx, personId, { role, unit, by }));
      if (isStaff(role)) await this.activationCodes.revoke(tx, personId);
      if (isAppointed(role)) await this.sessions.endOthers(tx, personId, null);
      else if (isStaff(role)) await this.sessions.shorten(tx, personId);
    }
    return ids;
  }

  /** Finds the person with this telephone. A person without a role below the path `within` is found only under the
   *  registered name. */
  private async meet(
    tx: Tx,
    { name, phone }: NewPerson,
    within: string,
  ): Promise<{ id: string | undefined; roles: HeldRole[]; isFree: boolean } | { refused: 'closed' | 'otherPerson' }> {
    const known = await this.known(tx, phone);
    if (!known) return { id: undefined, roles: [], isFree: false };
    if (known.isDisabled) return { refused: 'closed' };
    const roles = await this.authority.rolesOf(tx, known.id);
    const present = roles.filter(({ isRevoked }) => !isRevoked);
    const isFromElsewhere = !present.some(({ path }) => path.startsWith(within));
    if (isFromElsewhere && !isSameName(this.encryption.decrypt('person.name', known.id, known.name), name))
      return { refused: 'otherPerson' };
    return { id: known.id, roles, isFree: present.length === 0 && !known.isOpened };
  }

  private async withUnits(tx: Tx, roles: WantedRole[]): Promise<PlacedRole[]> {
    const units = await Promise.all(roles.map(({ unitId }) => this.units.get(tx, unitId)));
    return roles.map(({ role }, at) => ({ role, unit: units[at]!, path: units[at]!.path }));
  }

  /** The person with this telephone. During a key rotation the unique key alone does not detect the same telephone under
   *  the other key's hash. */
  private async known(
    tx: Tx,
    phone: string,
  ): Promise<{ id: string; name: Buffer; isDisabled: number; isOpened: number } | undefined> {
    const index = await this.encryption.blindIndex(tx);
    return tx.row(
      `SELECT id, ${keyed('person', 'name')}, disabled_at IS NOT NULL AS is_disabled,
         password_hash IS NOT NULL OR activated_at IS NOT NULL AS is_opened FROM person WHERE phone_hash IN (?) FOR UPDATE`,
      [index.candidates('phone', phone)],
    );
  }

  private async write(tx: Tx, person: NewPerson & { id: string; registeredBy: string | null }): Promise<void> {
    const { id, name, phone, registeredBy } = person;
    const index = await this.encryption.blindIndex(tx);
    const key = await this.encryption.keyOf(tx, id);
    await tx.insert(Person, {
      id,
      name: key.encrypt('person.name', id, name),
      phone: key.encrypt('person.phone', id, phone),
      phoneHash: index.hash('phone', phone),
      indexKeyNo: index.keyNo,
      passwordHash: null,
      registeredBy,
      createdAt: await tx.now(),
    });
  }

  /** `by: null`: the operator; the role is in force at once. */
  private async give(
    tx: Tx,
    personId: string,
    { role, unit, by }: { role: Role; unit: Pick<Unit, 'id' | 'level'>; by: string | null },
  ): Promise<string> {
    const id = newId();
    const grantedAt = await tx.now();
    const isPending = by !== null && isAppointed(role);
    await tx.insert(RoleGrant, {
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

const isHeld = (roles: HeldRole[], { role, unit }: Pick<PlacedRole, 'role' | 'unit'>): boolean =>
  roles.some((held) => !held.isRevoked && held.role === role && held.unitId === unit.id);
