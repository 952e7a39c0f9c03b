import { Injectable } from '@nestjs/common';
import { Transactions, readCursor, toPage, type Actor, type Page, type Reader } from '#libs/platform';
import { Access } from './access.js';
import { Authority } from './authority.js';
import { delegationStepsFor } from './delegation-steps.js';
import type { DelegationResponse } from '../http/identity.dto.js';
import { People } from '../people/people.js';
import type { Role } from './roles.js';
import { PERSON_READ } from '../identity.permissions.js';

/** SQL: today in Shanghai. */
export const TODAY = 'DATE(UTC_TIMESTAMP() + INTERVAL 8 HOUR)';
const STANDS = `d.ended_at IS NULL AND ${TODAY} BETWEEN d.from_on AND d.until_on`;

/** SQL: the roles that a person stands in for today, as JSON. `personId` is a column. */
export const standInsOf = (personId: string): string =>
  `(SELECT JSON_ARRAYAGG(JSON_OBJECT('role', g.role, 'unitId', g.unit_id, 'path', u.path, 'personId', g.person_id))
    FROM delegation d JOIN role_grant g ON g.id = d.grant_id AND g.in_force = 1 JOIN unit u ON u.id = g.unit_id
    JOIN person a ON a.id = g.person_id AND a.disabled_at IS NULL
    WHERE d.deputy_id = ${personId} AND ${STANDS})`;

/** Who signs for whom, and when. */
@Injectable()
export class Delegations {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly people: People,
    private readonly authority: Authority,
  ) {}

  /** The people who stand in today for these people in a role. */
  async standIns(reader: Reader, personIds: string[], role: Role): Promise<string[]> {
    if (personIds.length === 0) return [];
    const rows = await reader.rows<{ deputyId: string }>(
      `SELECT d.deputy_id FROM role_grant g JOIN delegation d ON d.grant_id = g.id JOIN person p ON p.id = d.deputy_id AND p.disabled_at IS NULL
       WHERE g.person_id IN (?) AND g.role = ? AND g.in_force = 1 AND ${STANDS}`,
      [personIds, role],
    );
    return rows.map(({ deputyId }) => deputyId);
  }

  /** The actor's delegations, given and received, and those of people in the actor's scope; newest first. */
  async list(actor: Actor, query: { limit: number; cursor?: string }): Promise<Page<DelegationResponse>> {
    const scope = this.access.scope(actor, PERSON_READ).where('u.path');
    const after = readCursor(query.cursor, ['uuid']);
    const rows = await this.transactions.rows<DelegationRow>(
      `SELECT d.id, d.grant_id, g.role, g.unit_id, u.name AS unit_name, u.path, g.person_id, d.deputy_id, DATE_FORMAT(d.from_on, '%Y-%m-%d') AS from_on,
         DATE_FORMAT(d.until_on, '%Y-%m-%d') AS until_on, d.reason, d.given_by, d.given_at,
         IF(d.ended_at IS NOT NULL OR g.revoked_at IS NOT NULL OR d.until_on < ${TODAY}, 'past', IF(d.from_on > ${TODAY}, 'planned', 'current')) AS state
       FROM delegation d JOIN role_grant g ON g.id = d.grant_id JOIN unit u ON u.id = g.unit_id
       WHERE (g.person_id = ? OR d.deputy_id = ? OR ${scope.sql}) ${after ? 'AND d.id < ?' : ''}
       ORDER BY d.id DESC LIMIT ?`,
      [actor.personId, actor.personId, ...scope.values, ...(after ?? []), query.limit + 1],
    );
    const names = await this.people.names(
      this.transactions,
      rows.flatMap(({ personId, deputyId, givenBy }) => [personId, deputyId, givenBy]),
    );
    return toPage(
      rows,
      query.limit,
      (row) => [row.id],
      ({ path, ...row }) => ({
        ...row,
        personName: names.get(row.personId) ?? '',
        deputyName: names.get(row.deputyId) ?? '',
        givenByName: names.get(row.givenBy) ?? '',
        allowedSteps: delegationStepsFor(this.authority, actor, { ...row, path }),
      }),
    );
  }
}

type DelegationRow = Omit<DelegationResponse, 'personName' | 'deputyName' | 'givenByName' | 'allowedSteps'> & {
  path: string;
};
