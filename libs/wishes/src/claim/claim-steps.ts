import { Injectable } from '@nestjs/common';
import {
  Events,
  HandlesJob,
  InvalidInput,
  PersonsConcerned,
  Transactions,
  type Actor,
  type DueJob,
  type Row,
  type Tx,
} from '#libs/platform';
import { Access, inOrAbove, isVolunteer } from '#libs/identity';
import { claimStepRefusal, isLive, type ClaimStep } from './claim.lifecycle.js';
import { ClaimWish, type ClaimResponse } from './claim-wish.js';
import type { Claim as ClaimTable } from './claim.entity.js';
import { ClaimStore } from './claim.store.js';
import { WishDeadlines } from '../wish/wish-deadlines.js';
import { WishStore, type Wish } from '../wish/wish-store.js';
import { AlreadyExtended, ClaimNotFound, VolunteerUnsuitable } from '../wish/wish.errors.js';
import { CLAIM_EXPIRY } from '../wishes.deadlines.js';
import { ClaimExpired, ClaimExtended, ClaimReleased, WishBegun } from '../wishes.events.js';
import { CLAIM_MANAGE } from '../wishes.permissions.js';

export type Claim = Row<ClaimTable, 'id' | 'wishId' | 'volunteerId' | 'status' | 'promisedAt' | 'extendedAt'>;

function assertClaimStep(step: ClaimStep, claim: Claim, wish: Wish): void {
  const refusal = claimStepRefusal(step, claim, wish);
  if (refusal) throw refusal;
}

/** The maximum by which the promised time may be extended. */
const MOST_EXTENSION_DAYS = 30;
const reasonFor = (locale: Actor['locale']): string =>
  locale === 'en'
    ? `must be later than was promised, by at most ${MOST_EXTENSION_DAYS} days`
    : `须晚于原承诺时间，最多延 ${MOST_EXTENSION_DAYS} 天`;

/** The steps of a claim after it was made: begin, extend, release, expire, reassign. */
@Injectable()
export class ClaimSteps {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly store: WishStore,
    private readonly claims: ClaimStore,
    private readonly deadlines: WishDeadlines,
    private readonly claimWish: ClaimWish,
    private readonly events: Events,
    private readonly persons: PersonsConcerned,
  ) {}

  /** Records the first contact. The wish is under way once all its places are taken and one claim has begun. */
  async begin(actor: Actor, claimId: string): Promise<{ id: string; status: 'begun' }> {
    return this.transactions.command(actor, async (tx) => {
      const { claim, wish } = await this.own(tx, actor, claimId);
      assertClaimStep('begin', claim, wish);
      if (wish.status === 'claimed')
        await this.store.step(tx, wish, 'begin', { actor, event: WishBegun.with({ claimId }) });
      await tx.execute(
        `UPDATE claim SET status = 'begun', begun_at = UTC_TIMESTAMP(3) WHERE id = ? AND status = 'active'`,
        [claim.id],
      );
      await this.deadlines.claimBegun(tx, claim.id);
      return { id: claim.id, status: 'begun' };
    });
  }

  /** Extends the promised time, once, with a reason; the deadlines of the promise start again. Throws CLAIM_STATE,
   *  CLAIM_EXTENDED, INVALID_INPUT. Source: R3.7. */
  async extend(
    actor: Actor,
    claimId: string,
    input: { promisedAt: Date; reason: string },
  ): Promise<{ id: string; status: Claim['status'] }> {
    return this.transactions.command(actor, async (tx) => {
      const { claim, wish } = await this.own(tx, actor, claimId);
      assertClaimStep('extend', claim, wish);
      const latest = new Date(claim.promisedAt.getTime() + MOST_EXTENSION_DAYS * 86_400_000);
      if (input.promisedAt <= claim.promisedAt || input.promisedAt > latest || input.promisedAt <= (await tx.now()))
        throw InvalidInput({ faults: [{ field: 'promisedAt', reason: reasonFor(actor.locale) }] });
      const extended = await tx.execute(
        'UPDATE claim SET promised_at = ?, extended_at = UTC_TIMESTAMP(3) WHERE id = ? AND extended_at IS NULL',
        [input.promisedAt, claim.id],
      );
      if (extended === 0) throw AlreadyExtended();
      await this.deadlines.promise(tx, claim.id, input.promisedAt);
      await this.events.record(
        tx,
        ClaimExtended({
          unitId: wish.unitId,
          subjectId: wish.id,
          actorId: actor.personId,
          data: { claimId: claim.id, until: input.promisedAt.toISOString(), reason: input.reason },
        }),
      );
      return { id: claim.id, status: claim.status };
    });
  }

  /** The volunteer releases the place, with a reason; others may claim it at once. */
  async release(actor: Actor, claimId: string, reason: string): Promise<{ id: string; status: 'released' }> {
    return this.transactions.command(actor, async (tx) => {
      const { claim, wish } = await this.own(tx, actor, claimId);
      await this.free(tx, wish, claim, { as: 'released', actor, reason });
      return { id: claim.id, status: 'released' };
    });
  }

  /** Releases all live claims of a volunteer who has left. Fulfilled claims stay. */
  async releaseAll(tx: Tx, volunteerId: string, reason: string): Promise<void> {
    const live = await tx.rows<{ id: string }>('SELECT id FROM claim WHERE active_volunteer = ? ORDER BY wish_id', [
      volunteerId,
    ]);
    for (const { id } of live) {
      const held = await this.lock(tx, id);
      if (held && isLive(held.claim.status))
        await this.free(tx, held.wish, held.claim, { as: 'released', actor: null, reason });
    }
  }

  /** Frees the place of a claim without contact in time. Does nothing if the claim has begun or ended. */
  @HandlesJob(CLAIM_EXPIRY.name)
  async expire(tx: Tx, { subjectId: claimId }: DueJob): Promise<void> {
    const held = await this.lock(tx, claimId);
    if (held?.claim.status !== 'active') return;
    await this.free(tx, held.wish, held.claim, { as: 'expired', actor: null, reason: 'no contact in time' });
  }

  /** A secretary gives a claimed place to another volunteer of the unit. Throws NO_FREE_VOLUNTEER, CLAIM_NOT_ALLOWED. */
  async reassign(
    actor: Actor,
    claimId: string,
    input: { volunteerId: string; promisedAt: Date; reason: string },
  ): Promise<ClaimResponse> {
    return this.transactions.command(actor, async (tx) => {
      const held = await this.lock(tx, claimId);
      if (!held) throw ClaimNotFound();
      const { claim, wish } = held;
      this.access.require(actor, CLAIM_MANAGE, wish.unitPath, ClaimNotFound);
      assertClaimStep('reassign', claim, wish);
      const isVolunteerHere = await isVolunteer(tx, input.volunteerId, inOrAbove(wish.unitPath));
      if (!isVolunteerHere || input.volunteerId === claim.volunteerId) throw VolunteerUnsuitable();
      await this.free(tx, wish, claim, { as: 'released', actor, reason: input.reason });
      const open = await this.store.load(tx, wish.id);
      return this.claimWish.place(tx, open, {
        volunteerId: input.volunteerId,
        actorId: actor.personId,
        promisedAt: input.promisedAt,
      });
    });
  }

  private async free(
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
    await this.claims.end(tx, claim, by.as, reason);
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

  private async own(tx: Tx, actor: Actor, claimId: string): Promise<{ claim: Claim; wish: Wish }> {
    const held = await this.lock(tx, claimId);
    if (held?.claim.volunteerId !== actor.personId) throw ClaimNotFound();
    return held;
  }

  /** Locks the wish before it reads the claim: one lock order for all transactions, and both rows are current. */
  private async lock(tx: Tx, claimId: string): Promise<{ claim: Claim; wish: Wish } | undefined> {
    const found = await tx.row<{ wishId: string }>('SELECT wish_id FROM claim WHERE id = ?', [claimId]);
    if (!found) return undefined;
    const wish = await this.store.load(tx, found.wishId, 'FOR UPDATE');
    const claim = await tx.row<Claim>(
      'SELECT id, wish_id, volunteer_id, status, promised_at, extended_at FROM claim WHERE id = ?',
      [claimId],
    );
    return claim && { claim, wish };
  }
}
