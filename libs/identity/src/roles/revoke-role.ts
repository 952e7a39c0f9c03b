import { Injectable } from '@nestjs/common';
import { Transactions, isRefusal, type Actor, type Tx, type Row } from '#libs/platform';
import { Authority, OwnAuthority } from './authority.js';
import { PersonNotFound } from '../people/person.errors.js';
import { RoleChanges } from './role-changes.js';
import type { RoleGrant } from './role-grant.entity.js';
import { isAppointed, isStaff, type Role } from './roles.js';
import { Sessions } from '../sign-in/sessions.js';
import { ActivationCodes } from '../sign-in/activation-codes.js';
import { RoleRevoked } from '../identity.events.js';

const GIVEN = 'g.id, g.person_id, g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id';
interface GivenRole {
  id: string;
  personId: string;
  role: Role;
  unitId: string;
  path: string;
}

/** Revokes a role, or refuses a proposed appointment. */
@Injectable()
export class RevokeRole {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly changes: RoleChanges,
    private readonly sessions: Sessions,
    private readonly activationCodes: ActivationCodes,
  ) {}

  /** Revokes a role. Activation codes become void with a staff role, and with the last role. Sessions end with a role that
   *  signs, pays, supervises or manages accounts, and with the last role; otherwise they continue without the role.
   *  Supervisors are dismissed from above, like people who sign or pay.
   *  Throws PERSON_NOT_FOUND, FORBIDDEN, OWN_AUTHORITY, ROLE_RESERVED, APPOINTED_FROM_ABOVE. */
  async execute(actor: Actor, grantId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const grant = await tx.row<GivenRole>(`SELECT ${GIVEN} WHERE g.id = ? AND g.revoked_at IS NULL`, [grantId]);
      if (!grant) throw PersonNotFound();
      await this.take(tx, actor, grant);
      return { id: grantId };
    });
  }

  /** Like `execute`, for several roles of people who have not opened their accounts. A role that the actor may not revoke
   *  stays. Returns the ids of the people who lost a role. */
  async executeWhereNotOpened(tx: Tx, actor: Actor, grantIds: string[]): Promise<string[]> {
    if (grantIds.length === 0) return [];
    const grants = await tx.rows<GivenRole>(
      `SELECT ${GIVEN} JOIN person p ON p.id = g.person_id
       WHERE g.id IN (?) AND g.revoked_at IS NULL AND p.password_hash IS NULL AND p.activated_at IS NULL FOR UPDATE`,
      [grantIds],
    );
    const taken = new Set<string>();
    for (const grant of grants) {
      try {
        await this.take(tx, actor, grant);
        taken.add(grant.personId);
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
    }
    return [...taken];
  }

  /** Checks the rules before it writes anything. */
  private async take(tx: Tx, actor: Actor, grant: GivenRole): Promise<void> {
    this.authority.assertMayAppoint(actor, grant.role, grant.path, PersonNotFound);
    if (grant.personId === actor.personId) throw OwnAuthority();
    this.authority.assertMayChange(actor, await this.authority.rolesOf(tx, grant.personId));
    const revoked = await tx.execute(
      'UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ? AND revoked_at IS NULL',
      [grant.id],
    );
    if (revoked === 0) throw PersonNotFound();
    const isLast = !(await tx.row('SELECT 1 FROM role_grant WHERE person_id = ? AND in_force = 1 LIMIT 1', [
      grant.personId,
    ]));
    if (isStaff(grant.role) || isLast) await this.activationCodes.revoke(tx, grant.personId);
    if (isAppointed(grant.role) || isLast) await this.sessions.endOthers(tx, grant.personId, null);
    await this.changes.record(tx, RoleRevoked, actor, grant.personId, grant);
  }

  /** Revokes a role that was given below a unit at or after `since`, from people who have not opened their accounts, and
   *  voids their activation codes. The caller has checked the permission. Returns the ids of the people who lost a role. */
  async revokeWhereNotOpened(
    tx: Tx,
    by: string,
    personIds: string[],
    { role, within, since }: { role: 'volunteer' | 'resident'; within: string; since: Date },
  ): Promise<string[]> {
    const grants = await tx.rows<{ id: string; personId: string; unitId: string }>(
      `SELECT g.id, g.person_id, g.unit_id FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id
       WHERE g.person_id IN (?) AND g.role = ? AND g.revoked_at IS NULL AND u.path LIKE ? AND g.granted_at >= ?
         AND p.password_hash IS NULL AND p.activated_at IS NULL FOR UPDATE`,
      [personIds, role, `${within}%`, since],
    );
    for (const { id, personId, unitId } of grants) {
      await tx.execute('UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ?', [id]);
      await this.activationCodes.revoke(tx, personId);
      await this.changes.record(tx, RoleRevoked, { personId: by }, personId, { role, unitId });
    }
    return [...new Set(grants.map(({ personId }) => personId))];
  }

  /** Gives up the actor's own role in all units. Sessions on other devices end. */
  async leave(actor: Actor, role: Role): Promise<void> {
    await this.transactions.command(actor, async (tx) => {
      const grants = await tx.rows<Row<RoleGrant, 'id' | 'role' | 'unitId'>>(
        'SELECT id, role, unit_id FROM role_grant WHERE person_id = ? AND role = ? AND revoked_at IS NULL FOR UPDATE',
        [actor.personId, role],
      );
      for (const grant of grants) {
        await tx.execute('UPDATE role_grant SET revoked_at = UTC_TIMESTAMP(3) WHERE id = ?', [grant.id]);
        await this.changes.record(tx, RoleRevoked, actor, actor.personId, grant);
      }
      await this.activationCodes.revoke(tx, actor.personId);
      await this.sessions.endOthers(tx, actor.personId, actor.sessionId);
    });
  }
}
