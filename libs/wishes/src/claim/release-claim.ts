import { Injectable } from '@nestjs/common';
import { Transactions, type Actor, type Tx } from '#libs/platform';
import { isLive } from './claim.lifecycle.js';
import { ClaimStore } from './claim.store.js';

/** A volunteer gives a claim up, or leaves. */
@Injectable()
export class ReleaseClaim {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: ClaimStore,
  ) {}

  /** The volunteer releases the place, with a reason; others may claim it at once. */
  async execute(actor: Actor, claimId: string, reason: string): Promise<{ id: string; status: 'released' }> {
    return this.transactions.command(actor, async (tx) => {
      const { claim, wish } = await this.claims.own(tx, actor, claimId);
      await this.claims.free(tx, wish, claim, { as: 'released', actor, reason });
      return { id: claim.id, status: 'released' };
    });
  }

  /** Releases all live claims of a volunteer who has left. Fulfilled claims stay. */
  async ofVolunteer(tx: Tx, volunteerId: string, reason: string): Promise<void> {
    const live = await tx.rows<{ id: string }>('SELECT id FROM claim WHERE active_volunteer = ? ORDER BY wish_id', [
      volunteerId,
    ]);
    for (const { id } of live) {
      const held = await this.claims.lock(tx, id);
      if (held && isLive(held.claim.status))
        await this.claims.free(tx, held.wish, held.claim, { as: 'released', actor: null, reason });
    }
  }
}
