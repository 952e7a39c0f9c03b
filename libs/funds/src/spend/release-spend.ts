import { Injectable } from '@nestjs/common';
import { Transactions, type Actor, type Tx } from '#libs/platform';
import { SpendStore } from './spend-store.js';
import { mayTake } from './spend.lifecycle.js';

/** Ends requests that are no longer needed. */
@Injectable()
export class ReleaseSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
  ) {}

  /** Releases the money that a request still holds, and closes it. */
  async release(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'release');
      await this.store.end(tx, request, actor.personId, reason);
      return { id: requestId };
    });
  }

  /** A wish has ended without being fulfilled: its requests continue for their other wishes. Without other wishes, the
   *  remaining money is released. */
  async releaseForWish(tx: Tx, wishId: string, actorId: string | null, reason: string): Promise<void> {
    const requests = await tx.rows<{ id: string }>(
      'SELECT spend_request_id AS id FROM spend_wish WHERE wish_id = ? AND left_at IS NULL ORDER BY 1',
      [wishId],
    );
    for (const { id } of requests) {
      const request = await this.store.load(tx, id);
      const rest = await this.store.detachWishes(tx, request, [wishId], actorId);
      if (rest.length === 0 && mayTake(request.status, 'release')) await this.store.end(tx, request, actorId, reason);
    }
  }
}
