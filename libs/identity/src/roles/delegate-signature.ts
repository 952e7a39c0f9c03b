import { Injectable } from '@nestjs/common';
import {
  Events,
  InvalidInput,
  Transactions,
  newId,
  shanghaiDay,
  type Actor,
  type Reader,
  type Tx,
  type EventType,
} from '#libs/platform';
import { Authority } from './authority.js';

import { assertMayDelegate, type DelegatedRole } from './delegation-steps.js';
import { Delegation } from './delegation.entity.js';
import { DelegationNotFound, DelegationOverlaps, DeputyUnfit, GrantNotFound } from './delegation.errors.js';
import { People } from '../people/people.js';
import { type Role, SIGNING_ROLES } from './roles.js';
import { DelegationEnded, DelegationGiven } from '../identity.events.js';

/** A quarter. For a longer absence the person hands over the role. */
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

type DelegatedGrant = DelegatedRole & { id: string; unitId: string };

/** A deputy with a signing role signs for an absent signer for some days. Separation of duties counts both the deputy and
 *  the absent signer, so that a delegation allows no signature that the deputy could not give in their own name. */
@Injectable()
export class DelegateSignature {
  constructor(
    private readonly transactions: Transactions,
    private readonly authority: Authority,
    private readonly people: People,
    private readonly events: Events,
  ) {}

  /** Creates a delegation: by the holder of the role or, if the holder cannot, by an office above. Days are Shanghai
   *  days, both inclusive. Throws GRANT_NOT_FOUND, FORBIDDEN, APPOINTED_FROM_ABOVE, DEPUTY_UNFIT, ROLE_CONFLICT,
   *  DELEGATION_OVERLAPS, INVALID_INPUT. */
  async give(
    actor: Actor,
    input: { grantId: string; deputyId: string; fromOn: string; untilOn: string; reason: string },
  ): Promise<{ id: string }> {
    const id = newId();
    return this.transactions.command(actor, async (tx) => {
      const givenAt = await tx.now();
      assertDays(input, shanghaiDay(givenAt), actor.locale);
      const grant = await this.begin(tx, actor, input.grantId);
      const fit = await this.deputiesFor(tx, actor, grant);
      if (!fit.includes(input.deputyId)) throw DeputyUnfit();
      const roles = await this.authority.rolesOf(tx, input.deputyId);
      await this.authority.assertNoConflict(tx, input.deputyId, grant, roles);
      const other = await tx.row<{ fromOn: string; untilOn: string }>(
        `SELECT DATE_FORMAT(from_on, '%Y-%m-%d') AS from_on, DATE_FORMAT(until_on, '%Y-%m-%d') AS until_on FROM delegation
         WHERE grant_id = ? AND ended_at IS NULL AND from_on <= ? AND until_on >= ? LIMIT 1`,
        [grant.id, input.untilOn, input.fromOn],
      );
      if (other) throw DelegationOverlaps(other);
      await tx.insert(Delegation, { id, ...input, givenBy: actor.personId, givenAt });
      await this.record(tx, DelegationGiven.with({ deputyId: input.deputyId }), actor, grant);
      return { id };
    });
  }

  /** Ends a delegation early; one whose last day is over has ended. Throws DELEGATION_NOT_FOUND, FORBIDDEN. */
  async end(actor: Actor, delegationId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const found = await tx.row<{ grantId: string }>('SELECT grant_id FROM delegation WHERE id = ?', [delegationId]);
      if (!found) throw DelegationNotFound();
      const grant = await this.begin(tx, actor, found.grantId, DelegationNotFound);
      const now = await tx.now();
      const ended = await tx.execute(
        'UPDATE delegation SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL AND until_on >= ?',
        [now, actor.personId, delegationId, shanghaiDay(now)],
      );
      if (ended === 0) throw DelegationNotFound();
      await this.record(tx, DelegationEnded, actor, grant);
      return { id: delegationId };
    });
  }

  /** Lists the people who may stand in for a role. Throws GRANT_NOT_FOUND, FORBIDDEN. */
  async deputies(actor: Actor, grantId: string): Promise<{ id: string; name: string }[]> {
    const grant = await this.grant(this.transactions, grantId);
    if (!grant) throw GrantNotFound();
    assertMayDelegate(this.authority, actor, grant, GrantNotFound);
    const ids = await this.deputiesFor(this.transactions, actor, grant);
    const names = await this.people.names(this.transactions, ids);
    return ids.map((id) => ({ id, name: names.get(id) ?? '' }));
  }

  /** Loads and locks the grant: of two delegations created at once the second sees the first. */
  private async begin(tx: Tx, actor: Actor, grantId: string, absent = GrantNotFound): Promise<DelegatedGrant> {
    const grant = await this.grant(tx, grantId, 'FOR UPDATE');
    if (!grant) throw absent();
    assertMayDelegate(this.authority, actor, grant, absent);
    return grant;
  }

  private grant(reader: Reader, grantId: string, lock = ''): Promise<DelegatedGrant | undefined> {
    return reader.row<DelegatedGrant>(
      `SELECT g.id, g.person_id, g.role, g.unit_id, u.path FROM role_grant g JOIN unit u ON u.id = g.unit_id
       WHERE g.id = ? AND g.in_force = 1 AND g.role IN (?) ${lock}`,
      [grantId, SIGNING_ROLES],
    );
  }

  /** Possible deputies, without the person who arranges the delegation: they may not assign another's signature to
   *  themselves. */
  private async deputiesFor(reader: Reader, actor: Actor, grant: DelegatedGrant): Promise<string[]> {
    const rows = await reader.rows<{ personId: string }>(
      `SELECT DISTINCT g.person_id FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id
       WHERE g.in_force = 1 AND g.role IN (?) AND ? LIKE CONCAT(u.path, '%') AND p.disabled_at IS NULL AND g.person_id NOT IN (?)
       ORDER BY LENGTH(u.path) DESC, g.person_id LIMIT 100`,
      [SIGNING_ROLES, grant.path, [grant.personId, actor.personId]],
    );
    return rows.map(({ personId }) => personId);
  }

  private async record(tx: Tx, event: EventType<{ role: Role }>, actor: Actor, grant: DelegatedGrant): Promise<void> {
    const { unitId, personId: subjectId, role } = grant;
    await this.events.record(tx, event({ unitId, subjectId, actorId: actor.personId, data: { role } }));
  }
}

function assertDays(
  { fromOn, untilOn }: { fromOn: string; untilOn: string },
  today: string,
  locale: Actor['locale'],
): void {
  const fault = (field: string, zh: string, en: string): never => {
    throw InvalidInput({ faults: [{ field, reason: locale === 'en' ? en : zh }] });
  };
  if (fromOn < today) fault('fromOn', '不能早于今天', 'must not be before today');
  if (untilOn < fromOn) fault('untilOn', '不能早于开始日期', 'must not be before the first day');
  if ((Date.parse(untilOn) - Date.parse(fromOn)) / DAY_MS >= MOST_DAYS)
    fault('untilOn', `最多 ${MOST_DAYS} 天`, `at most ${MOST_DAYS} days`);
}
