import { Injectable } from '@nestjs/common';
import { Transactions, type Actor, type Tx } from '#libs/platform';
import { SpendStore } from './spend-store.js';

/** Ends requests that are not needed any more. */
@Injectable()
export class ReleaseSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
  ) {}

  /** Gives back what a request still holds, and closes it. */
  async release(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, { permission: 'spend.release', step: 'release' });
      await this.store.end(tx, request, actor.personId, reason);
      return { id: requestId };
    });
  }

  /** When a wish ends without being fulfilled, what is still held for it goes back. */
  async releaseForWish(tx: Tx, wishId: string, actorId: string | null, reason: string): Promise<void> {
    const request = await this.store.ofWish(tx, wishId);
    if (request) await this.store.end(tx, request, actorId, reason);
  }
}
