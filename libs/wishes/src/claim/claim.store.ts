import { Injectable } from '@nestjs/common';
import { Events, PersonsConcerned, type Actor, type Row, type Tx } from '#libs/platform';
import { assertClaimStep } from './claim.lifecycle.js';
import type { Claim as ClaimTable } from './claim.entity.js';
import { WishDeadlines } from '../wish/wish-deadlines.js';
import { WishStore, type Wish } from '../wish/wish-store.js';
import { ClaimNotFound } from '../wish/wish.errors.js';
import { ClaimExpired, ClaimReleased } from '../wishes.events.js';

export type Claim = Row<ClaimTable, 'id' | 'wishId' | 'volunteerId' | 'status' | 'promisedAt' | 'extendedAt'>;

export interface LiveClaim {
  id: string;
  wishId: string;
  volunteerId: string;
  status: 'active' | 'begun';
}

/** Locks claims, and ends live ones for any cause together with their deadlines and the volunteers' load. */
@Injectable()
export class ClaimStore {
  constructor(
    private readonly wishes: WishStore,
    private readonly deadlines: WishDeadlines,
    private readonly events: Events,
    private readonly persons: PersonsConcerned,
  ) {}

  async endAll(
    tx: Tx,
    wishId: string,
    as: 'cancelled' | 'fulfilled',
    reason: string | null,
    hours: number | null = null,
  ): Promise<LiveClaim[]> {
    const live = await tx.rows<LiveClaim>(
      `SELECT id, wish_id, volunteer_id, status FROM claim WHERE wish_id = ? AND status IN ('active','begun') FOR UPDATE`,
      [wishId],
    );
    for (const claim of live) await this.end(tx, claim, as, reason, hours);
    return live;
  }

  async end(
    tx: Tx,
    claim: { id: string; volunteerId: string },
    as: 'released' | 'expired' | 'cancelled' | 'fulfilled',
    reason: string | null,
    hours: number | null = null,
  ): Promise<void> {
    const ended = await tx.execute(
      `UPDATE claim SET status = ?, ended_at = UTC_TIMESTAMP(3), end_reason = ?, hours = ? WHERE id = ? AND status IN ('active','begun')`,
      [as, reason?.slice(0, 300) ?? null, hours, claim.id],
    );
    if (ended === 0) return;
    await tx.execute('UPDATE claim_load SET open_claims = open_claims - 1 WHERE volunteer_id = ?', [claim.volunteerId]);
    await this.deadlines.endClaims(tx, [claim.id]);
  }

  /** Frees the place of a claim: others may claim it at once. Throws CLAIM_STATE. */
  async free(
    tx: Tx,
    wish: Wish,
    claim: Claim,
    by: { as: 'released' | 'expired'; actor: Actor | null; reason: string },
  ): Promise<void> {
    assertClaimStep('release', claim, wish);
    await tx.execute(
      `UPDATE wish SET places_taken = places_taken - 1, status = 'open', version = version + 1 WHERE id = ?`,
      [wish.id],
    );
    const reason = by.actor ? await this.persons.mask(tx, [wish.id], by.reason) : by.reason;
    await this.end(tx, claim, by.as, reason);
    await this.deadlines.waitForClaim(tx, wish.id);
    await this.events.record(
      tx,
      (by.as === 'expired' ? ClaimExpired : ClaimReleased)({
        unitId: wish.unitId,
        subjectId: wish.id,
        actorId: by.actor?.personId ?? null,
        data: { claimId: claim.id, volunteerId: claim.volunteerId },
      }),
    );
  }

  /** Like `lock`, for the claim's volunteer. Throws CLAIM_NOT_FOUND. */
  async own(tx: Tx, actor: Actor, claimId: string): Promise<{ claim: Claim; wish: Wish }> {
    const held = await this.lock(tx, claimId);
    if (held?.claim.volunteerId !== actor.personId) throw ClaimNotFound();
    return held;
  }

  /** Locks the wish before it reads the claim: one lock order for all transactions, and both rows are current. */
  async lock(tx: Tx, claimId: string): Promise<{ claim: Claim; wish: Wish } | undefined> {
    const found = await tx.row<{ wishId: string }>('SELECT wish_id FROM claim WHERE id = ?', [claimId]);
    if (!found) return undefined;
    const wish = await this.wishes.load(tx, found.wishId, 'FOR UPDATE');
    const claim = await tx.row<Claim>(
      'SELECT id, wish_id, volunteer_id, status, promised_at, extended_at FROM claim WHERE id = ?',
      [claimId],
    );
    return claim && { claim, wish };
  }
}
