import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { assertClaimStep } from './claim.lifecycle.js';
import { ClaimStore } from './claim.store.js';
import { WishDeadlines } from '../wish/wish-deadlines.js';
import { WishStore } from '../wish/wish-store.js';
import { WishBegun } from '../wishes.events.js';

/** A volunteer begins to fulfil a wish that they claimed. */
@Injectable()
export class BeginClaim {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: ClaimStore,
    private readonly store: WishStore,
    private readonly deadlines: WishDeadlines,
  ) {}

  /** Records the first contact. The wish is under way once all its places are taken and one claim has begun. */
  async execute(actor: Actor, claimId: string): Promise<{ id: string; status: 'begun' }> {
    return this.transactions.command(actor, async (tx) => {
      const { claim, wish } = await this.claims.own(tx, actor, claimId);
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
}
