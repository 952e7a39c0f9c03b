import { Injectable } from '@nestjs/common';
import { Transactions, FieldEncryption, keyed, readCursor, toPage, type Actor, type Page } from '#libs/platform';
import { Access } from './access.js';
import { Authority, refusalText } from './authority.js';
import type { AppointmentResponse } from '../http/identity.dto.js';
import { People } from '../people/people.js';
import { PERSON_MANAGE } from '../identity.permissions.js';

/** Proposed roles that await confirmation by a second person. */
@Injectable()
export class Appointments {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly authority: Authority,
    private readonly people: People,
    private readonly encryption: FieldEncryption,
  ) {}

  /** Proposed roles below the actor's units, oldest first. `refusal`: why the actor may not confirm. Whether the actor
   *  depends on the proposer is checked only at confirmation. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<AppointmentResponse>> {
    const scope = this.access.scope(actor, PERSON_MANAGE).where('u.path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<
      Omit<AppointmentResponse, 'personName' | 'proposedByName' | 'refusal'> & { name: Buffer; path: string }
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
      ({ name, path, ...row }) => ({
        ...row,
        personName: this.encryption.decryptForDisplay('person.name', row.personId, name),
        proposedByName: names.get(row.proposedBy) ?? '',
        refusal: refusalText(
          () => this.authority.assertMayConfirm(actor, { ...row, path, grantedBy: row.proposedBy }),
          actor.locale,
        ),
      }),
    );
  }
}
