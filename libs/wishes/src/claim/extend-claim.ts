import { Injectable } from '@nestjs/common';
import { Events, InvalidInput, Transactions, type Actor } from '#libs/platform';

import { assertClaimStep, type ClaimStatus } from './claim.lifecycle.js';
import { ClaimStore } from './claim.store.js';
import { WishDeadlines } from '../wish/wish-deadlines.js';
import { AlreadyExtended } from '../wish/wish.errors.js';
import { ClaimExtended } from '../wishes.events.js';

/** The maximum by which the promised time may be extended. */
const MOST_EXTENSION_DAYS = 30;
const reasonFor = (locale: Actor['locale']): string =>
  locale === 'en'
    ? `must be later than was promised, by at most ${MOST_EXTENSION_DAYS} days`
    : `须晚于原承诺时间，最多延 ${MOST_EXTENSION_DAYS} 天`;

/** A volunteer moves the promised time of a claim. */
@Injectable()
export class ExtendClaim {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: ClaimStore,
    private readonly deadlines: WishDeadlines,
    private readonly events: Events,
  ) {}

  /** Extends the promised time, once, with a reason; the deadlines of the promise start again. Throws CLAIM_STATE,
   *  CLAIM_EXTENDED, INVALID_INPUT. Source: R3.7. */
  async execute(
    actor: Actor,
    claimId: string,
    input: { promisedAt: Date; reason: string },
  ): Promise<{ id: string; status: ClaimStatus }> {
    return this.transactions.command(actor, async (tx) => {
      const { claim, wish } = await this.claims.own(tx, actor, claimId);
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
}
