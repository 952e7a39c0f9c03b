import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { AppointmentNotFound, Authority, SecondPerson } from './authority.js';
import { Independence } from './independence.js';
import { RoleChanges } from './role-changes.js';
import { isAppointed, type Role } from './roles.js';
import { SecondFactor } from '../sign-in/second-factor.js';
import { Sessions } from '../sign-in/sessions.js';
import { ActivationCodes } from '../sign-in/activation-codes.js';
import { RoleGranted } from '../identity.events.js';

interface Pending {
  id: string;
  personId: string;
  role: Role;
  unitId: string;
  path: string;
  grantedBy: string;
}

/** A second person above confirms an appointment; the role takes effect only then. Source: the threat model. */
@Injectable()
export class ConfirmRole {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly independence: Independence,
    private readonly changes: RoleChanges,
    private readonly sessions: Sessions,
    private readonly activationCodes: ActivationCodes,
    private readonly secondFactor: SecondFactor,
  ) {}

  /** Confirms an appointment and ends the person's sessions. The first appointed role also removes the password and the
   *  second factor, so that an earlier user of the account gains no access to the office. `needsActivationCode`: issue an
   *  activation code next.
   *  Throws APPOINTMENT_NOT_FOUND, FORBIDDEN, OWN_AUTHORITY, SECOND_PERSON, ROLE_RESERVED, APPOINTED_FROM_ABOVE,
   *  ROLE_CONFLICT. */
  async execute(actor: Actor, grantId: string): Promise<{ id: string; needsActivationCode: boolean }> {
    return this.transactions.command(actor, async (tx) => {
      const appointment = await tx.row<Pending>(
        `SELECT g.id, g.person_id, g.role, g.unit_id, u.path, g.granted_by
         FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
         WHERE g.id = ? AND g.revoked_at IS NULL AND g.confirmed_at IS NULL FOR UPDATE`,
        [grantId],
      );
      if (!appointment) throw AppointmentNotFound();
      const { personId, grantedBy } = appointment;
      this.authority.assertMayConfirm(actor, appointment);
      if (
        (await this.authority.dependsOn(tx, actor.personId, grantedBy)) ||
        !(await this.independence.areTwo(tx, [actor.personId, grantedBy]))
      )
        throw SecondPerson();
      const roles = await this.authority.rolesOf(tx, personId);
      this.authority.assertMayHandle(actor, personId, roles);
      const others = roles.filter((held) => held.grantId !== grantId);
      await this.authority.assertNoConflict(tx, personId, appointment, others);
      const confirmed = await tx.execute(
        'UPDATE role_grant SET confirmed_at = UTC_TIMESTAMP(3), confirmed_by = ? WHERE id = ? AND confirmed_at IS NULL AND revoked_at IS NULL',
        [actor.personId, grantId],
      );
      if (confirmed === 0) throw AppointmentNotFound();
      const isFirst = !others.some((held) => isAppointed(held.role) && held.confirmedAt && !held.isRevoked);
      if (isFirst) {
        await tx.execute('UPDATE person SET password_hash = NULL, activated_at = NULL WHERE id = ?', [personId]);
        await this.secondFactor.forget(tx, personId);
      }
      await this.activationCodes.revoke(tx, personId);
      await this.sessions.endOthers(tx, personId, null);
      await this.changes.record(tx, RoleGranted, actor, personId, appointment);
      return { id: grantId, needsActivationCode: isFirst };
    });
  }
}
