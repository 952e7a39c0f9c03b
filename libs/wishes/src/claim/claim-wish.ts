import { Injectable } from '@nestjs/common';
import { Events, Transactions, isDuplicateOf, newId, type Actor, type Tx } from '#libs/platform';
import { Volunteers } from '#libs/volunteers';
import { Claim } from './claim.entity.js';
import { mayClaim, type Reason } from './claim.policy.js';
import { QuestionStore } from '../question/question-store.js';
import { WishDeadlines } from '../wish/wish-deadlines.js';
import { WishSight } from '../wish/wish-sight.js';
import { WishStore, type Wish } from '../wish/wish-store.js';
import { WishSteps } from '../wish/wish-steps.js';
import { ClaimNotAllowed, WishNotOpen } from '../wish/wish.errors.js';
import { WISH_STATUS_WORDS } from '../wish/wish.lifecycle.js';
import { WishClaimed } from '../wishes.events.js';

export interface ClaimResponse {
  id: string;
  wishId: string;
  status: 'active';
  promisedAt: Date;
  /** Rules that failed without blocking the claim. */
  warnings: Reason[];
}

/** Claims a free place of an open wish for a volunteer, all or nothing. */
@Injectable()
export class ClaimWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: WishSteps,
    private readonly volunteers: Volunteers,
    private readonly wishSight: WishSight,
    private readonly store: WishStore,
    private readonly deadlines: WishDeadlines,
    private readonly questions: QuestionStore,
    private readonly events: Events,
  ) {}

  /** Throws WISH_NOT_FOUND, CLAIM_NOT_ALLOWED with the reasons, WISH_NOT_OPEN with the current state. */
  async execute(actor: Actor, input: { wishId: string; promisedAt: Date }): Promise<ClaimResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, input.wishId);
      const isReached = await this.wishSight.isInReach(tx, actor, wish, await tx.now());
      // Whether they hold a claim already is decided below, with the reasons.
      this.steps.assert('claim', wish, actor, { isReached, isClaimer: false });
      return this.place(tx, wish, {
        volunteerId: actor.personId,
        actorId: actor.personId,
        promisedAt: input.promisedAt,
      });
    });
  }

  /** Claims a wish for an invited volunteer from any unit. Throws CLAIM_NOT_ALLOWED, WISH_NOT_OPEN. */
  async byInvitation(tx: Tx, actor: Actor, wishId: string, promisedAt: Date): Promise<ClaimResponse> {
    const wish = await this.store.load(tx, wishId);
    return this.place(tx, wish, { volunteerId: actor.personId, actorId: actor.personId, promisedAt });
  }

  /** Assigns a free place to a volunteer: by their own claim, an invitation, or a secretary who reassigns. */
  async place(
    tx: Tx,
    wish: Wish,
    by: { volunteerId: string; actorId: string; promisedAt: Date },
  ): Promise<ClaimResponse> {
    if (wish.status !== 'open') throw WishNotOpen({ state: WISH_STATUS_WORDS[wish.status] });
    const volunteer = await this.volunteers.profileOf(tx, by.volunteerId);
    const claims = await tx.row<{ openClaims: number | null; hasClaimed: number }>(
      `SELECT (SELECT open_claims FROM claim_load WHERE volunteer_id = ?) AS open_claims,
         EXISTS (SELECT 1 FROM claim WHERE wish_id = ? AND active_volunteer = ?) AS has_claimed`,
      [by.volunteerId, wish.id, by.volunteerId],
    );
    const verdict = mayClaim(
      { ...volunteer, openClaims: claims?.openClaims ?? 0, hasClaimed: Boolean(claims?.hasClaimed) },
      wish,
    );
    if (!verdict.allowed)
      throw ClaimNotAllowed({ reasons: verdict.reasons.filter(({ passed, blocks }) => !passed && blocks) });

    const taken = await tx.execute(
      `UPDATE wish SET places_taken = places_taken + 1, version = version + 1,
         status = IF(places_taken = helpers_needed, 'claimed', 'open')
       WHERE id = ? AND status = 'open' AND places_taken < helpers_needed AND helpers_needed = ?`,
      [wish.id, wish.helpersNeeded],
    );
    if (taken === 0) {
      const current = await this.store.load(tx, wish.id, 'FOR UPDATE');
      // More helpers were asked for meanwhile: the wish is judged again as it is now.
      if (current.status === 'open' && current.helpersNeeded !== wish.helpersNeeded) return this.place(tx, current, by);
      throw WishNotOpen({ state: WISH_STATUS_WORDS[current.status] });
    }
    await this.takeLoad(tx, by.volunteerId, volunteer.maxOpenClaims);

    const id = newId();
    const { placeNo, isLast } = await this.freePlace(tx, wish);
    try {
      await tx.insert(Claim, {
        id,
        wishId: wish.id,
        volunteerId: by.volunteerId,
        placeNo,
        status: 'active',
        promisedAt: by.promisedAt,
        claimedAt: await tx.now(),
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_claim_place') || isDuplicateOf(error, 'uq_claim_volunteer')
        ? WishNotOpen({ state: WISH_STATUS_WORDS.claimed })
        : error;
    }
    await this.deadlines.startClaim(tx, id, by.promisedAt);
    if (isLast) {
      await this.deadlines.stopAll(tx, wish.id);
      await this.questions.lapseOfWish(tx, wish.id, 'claimed');
    }
    await this.events.record(
      tx,
      WishClaimed({
        unitId: wish.unitId,
        subjectId: wish.id,
        actorId: by.actorId,
        data: { claimId: id, place: placeNo, of: wish.helpersNeeded },
      }),
    );
    const warnings = verdict.reasons.filter(({ passed, blocks }) => !passed && !blocks);
    return { id, wishId: wish.id, status: 'active', promisedAt: by.promisedAt, warnings };
  }

  /** Enforces the limit on open claims with one conditional UPDATE, also when claims run concurrently. */
  private async takeLoad(tx: Tx, volunteerId: string, limit: number): Promise<void> {
    await tx.execute('INSERT IGNORE INTO claim_load (volunteer_id, open_claims) VALUES (?, 0)', [volunteerId]);
    const counted = await tx.execute(
      'UPDATE claim_load SET open_claims = open_claims + 1 WHERE volunteer_id = ? AND open_claims < ?',
      [volunteerId, limit],
    );
    if (counted > 0) return;
    const load: Reason = { rule: 'load', passed: false, blocks: true, detail: { maxOpenClaims: limit } };
    throw ClaimNotAllowed({ reasons: [load] });
  }

  /** The lowest free place, and whether it is the last one. The wish row is locked, so both hold until this transaction
   *  ends. */
  private async freePlace(tx: Tx, wish: Wish): Promise<{ placeNo: number; isLast: boolean }> {
    if (wish.helpersNeeded === 1) return { placeNo: 1, isLast: true };
    const taken = await tx.rows<{ placeNo: number }>(
      'SELECT place_no FROM claim WHERE wish_id = ? AND active_place IS NOT NULL',
      [wish.id],
    );
    const numbers = new Set(taken.map(({ placeNo }) => placeNo));
    let placeNo = 1;
    while (numbers.has(placeNo)) placeNo += 1;
    return { placeNo, isLast: numbers.size + 1 >= wish.helpersNeeded };
  }
}
