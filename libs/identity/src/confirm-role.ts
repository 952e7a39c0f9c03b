import { Injectable } from '@nestjs/common';
import {
  Transactions,
  Vault,
  keyed,
  problem,
  problemBody,
  readCursor,
  toPage,
  type Actor,
  type Page,
} from '#libs/platform';
import { Access } from './access.js';
import { Authority, OwnAuthority, refusalOf } from './authority.js';
import type { AppointmentAnswer } from './http/identity.dto.js';
import { Independence } from './independence.js';
import { People } from './people.js';
import { RoleChanges } from './role-changes.js';
import { isAppointed, type Role } from './roles.js';
import { SecondFactor } from './second-factor.js';
import { Sessions } from './sessions.js';
import { StartCodes } from './start-codes.js';

export const AppointmentNotFound = problem('APPOINTMENT_NOT_FOUND', 404, {
  zh: '没有这项待确认的任命，或不在您的范围内。',
  en: 'There is no such appointment to confirm, or it is outside your scope.',
});
export const SecondPerson = problem('SECOND_PERSON', 403, {
  zh: '任命须由另一位上级人员确认：不能是提出任命的人，也不能是由其登记或重置过账号的人。',
  en: 'A second person above confirms an appointment: not the one who proposed it, nor one whom the proposer registered or recovered, nor one who lately gave the proposer a key.',
});

interface Pending {
  id: string;
  personId: string;
  role: Role;
  unitId: string;
  path: string;
  grantedBy: string;
}

/** A second person above confirms an appointment; only then does the role work. Source: the threat model. */
@Injectable()
export class ConfirmRole {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly authority: Authority,
    private readonly independence: Independence,
    private readonly changes: RoleChanges,
    private readonly sessions: Sessions,
    private readonly startCodes: StartCodes,
    private readonly secondFactor: SecondFactor,
    private readonly people: People,
    private readonly vault: Vault,
  ) {}

  /** The person's first appointed role re-keys the account: password, second factor and sessions end, so that nobody who
   *  held the account before holds the office. `needsStartCode`: hand one out next.
   *  Throws APPOINTMENT_NOT_FOUND, FORBIDDEN, OWN_AUTHORITY, SECOND_PERSON, ROLE_RESERVED, APPOINTED_FROM_ABOVE, ROLE_CONFLICT. */
  async execute(actor: Actor, grantId: string): Promise<{ id: string; needsStartCode: boolean }> {
    return this.transactions.command(actor, async (tx) => {
      const appointment = await tx.row<Pending>(
        `SELECT g.id, g.person_id, g.role, g.unit_id, u.path, g.granted_by
         FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
         WHERE g.id = ? AND g.revoked_at IS NULL AND g.confirmed_at IS NULL FOR UPDATE`,
        [grantId],
      );
      if (!appointment) throw AppointmentNotFound();
      const { personId, grantedBy } = appointment;
      this.assertMayLook(actor, appointment);
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
      await this.startCodes.void(tx, personId);
      await this.sessions.endOthers(tx, personId, null);
      await this.changes.record(tx, 'RoleGranted', actor, personId, appointment);
      return { id: grantId, needsStartCode: isFirst };
    });
  }

  /** What can be told before anything is looked up. */
  private assertMayLook(actor: Actor, { personId, role, path, grantedBy }: Omit<Pending, 'id' | 'unitId'>): void {
    this.authority.assertMayAppoint(actor, role, path, AppointmentNotFound);
    if (actor.personId === personId) throw OwnAuthority();
    if (actor.personId === grantedBy) throw SecondPerson();
  }

  /** What waits for a second person below the actor's units, oldest first; `refusal`: why it waits for somebody else. Whether the
   *  actor depends on the proposer is asked when it is confirmed. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<AppointmentAnswer>> {
    const scope = this.access.scope(actor, 'person.manage').where('u.path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<
      Omit<AppointmentAnswer, 'personName' | 'proposedByName' | 'refusal'> & { name: Buffer; path: string }
    >(
      `SELECT g.id, g.role, g.unit_id, u.name AS unit_name, u.path, g.person_id, ${keyed('p', 'name')}, g.granted_by AS proposed_by, g.granted_at AS proposed_at
       FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id AND p.disabled_at IS NULL
       WHERE g.revoked_at IS NULL AND g.confirmed_at IS NULL AND ${scope.sql}${after ? ' AND g.id > ?' : ''} ORDER BY g.id LIMIT ?`,
      [...scope.values, ...(after ?? []), query.limit + 1],
    );
    const names = await this.people.names(
      this.transactions,
      rows.map(({ proposedBy }) => proposedBy),
    );
    return toPage(
      rows,
      query.limit,
      ({ id }) => [id],
      ({ name, path, ...row }) => {
        const refusal = refusalOf(() => this.assertMayLook(actor, { ...row, path, grantedBy: row.proposedBy }));
        return {
          ...row,
          personName: this.vault.show('person.name', row.personId, name),
          proposedByName: names.get(row.proposedBy) ?? '',
          refusal: refusal ? String(problemBody(refusal, actor.locale).title) : null,
        };
      },
    );
  }
}
