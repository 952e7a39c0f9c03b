import { Injectable } from '@nestjs/common';
import { PersonsConcerned, Transactions, type Actor, type Tx } from '#libs/platform';
import { ReleaseSpend } from '#libs/funds';
import { OwnWishes } from '../resident/own-wishes.js';
import { ClaimStore } from '../claim/claim.store.js';
import { WishDeadlines } from './wish-deadlines.js';
import { WishStore, type Wish, type WishResponse } from './wish-store.js';
import { WishSteps } from './wish-steps.js';
import { MergeTarget } from './wish.errors.js';
import type { WishStep } from './wish.lifecycle.js';
import { DROPPED_STATUSES } from './wish.lifecycle.js';
import {
  WishCancelled,
  WishMerged,
  WishRejected,
  WishReturned,
  WishTransferred,
  WishVerified,
} from '../wishes.events.js';
import type { TransferTarget } from './wish-codes.js';

/** Decisions of staff about a wish before and outside its claim: each method is one step in one transaction. */
@Injectable()
export class ReviewWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: WishSteps,
    private readonly store: WishStore,
    private readonly deadlines: WishDeadlines,
    private readonly claims: ClaimStore,
    private readonly spend: ReleaseSpend,
    private readonly ownWishes: OwnWishes,
    private readonly persons: PersonsConcerned,
  ) {}

  /** Records that the grid worker has checked person, phone and need; the person who entered the wish may also verify it. */
  async verify(actor: Actor, wishId: string): Promise<WishResponse> {
    return this.take(actor, wishId, 'verify', async (tx, wish) => {
      const answer = await this.store.step(tx, wish, 'verify', {
        actor,
        event: WishVerified,
        set: { verifiedBy: actor.personId },
      });
      await this.deadlines.waitForPublication(tx, wish.id);
      return answer;
    });
  }

  /** Returns a wish to its submitter, with a note of what is missing. */
  async return(actor: Actor, wishId: string, reason: string): Promise<WishResponse> {
    return this.take(actor, wishId, 'return', async (tx, wish) => {
      const answer = await this.store.step(tx, wish, 'return', {
        actor,
        event: WishReturned.with({ reason }),
      });
      await this.deadlines.stopAll(tx, wish.id);
      return answer;
    });
  }

  async reject(actor: Actor, wishId: string, reason: string): Promise<WishResponse> {
    return this.take(actor, wishId, 'reject', async (tx, wish) =>
      this.end(tx, wish, 'reject', { actor, event: WishRejected.with({ reason }), set: { outcome: 'none' } }, reason),
    );
  }

  async transfer(actor: Actor, wishId: string, input: { to: TransferTarget; reason: string }): Promise<WishResponse> {
    return this.take(actor, wishId, 'transfer', async (tx, wish) =>
      this.end(
        tx,
        wish,
        'transfer',
        {
          actor,
          event: WishTransferred.with({ channel: input.to, reason: input.reason }),
          set: { outcome: 'transferred', transferredTo: input.to },
        },
        input.reason,
      ),
    );
  }

  /** Merges a wish into another one that says the same. Throws MERGE_TARGET. */
  async merge(actor: Actor, wishId: string, intoId: string): Promise<WishResponse> {
    return this.take(actor, wishId, 'merge', async (tx, wish) => {
      const into =
        intoId === wishId
          ? undefined
          : await tx.row<Wish>('SELECT unit_id, status FROM wish WHERE id = ? LOCK IN SHARE MODE', [intoId]);
      const isDead = into && ['draft', ...DROPPED_STATUSES].includes(into.status);
      if (!into || into.unitId !== wish.unitId || isDead) throw MergeTarget();
      return this.end(
        tx,
        wish,
        'merge',
        { actor, event: WishMerged.with({ intoId }), set: { mergedIntoId: intoId } },
        'merged',
      );
    });
  }

  /** Withdraws a wish: the resident at any time, staff with a reason. Releases the money held for it. */
  async cancel(actor: Actor, wishId: string, reason: string): Promise<WishResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      const isOwn = await this.ownWishes.has(tx, actor.personId, wish.id);
      this.steps.assert('cancel', wish, actor, { isOwn });
      return this.end(
        tx,
        wish,
        'cancel',
        { actor, event: WishCancelled.with({ reason }), set: { outcome: 'none' } },
        reason,
      );
    });
  }

  private async end(
    tx: Tx,
    wish: Wish,
    step: WishStep,
    by: Parameters<WishStore['step']>[3],
    reason: string,
  ): Promise<WishResponse> {
    const answer = await this.store.step(tx, wish, step, { ...by, set: { ...by.set, closedAt: await tx.now() } });
    const told = await this.persons.mask(tx, [wish.id], reason);
    await this.claims.endAll(tx, wish.id, 'cancelled', told);
    await this.deadlines.stopAll(tx, wish.id);
    await this.spend.releaseForWish(tx, wish.id, by.actor?.personId ?? null, told);
    return answer;
  }

  private async take(
    actor: Actor,
    wishId: string,
    step: 'verify' | 'return' | 'reject' | 'transfer' | 'merge',
    work: (tx: Tx, wish: Wish) => Promise<WishResponse>,
  ): Promise<WishResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      this.steps.assert(step, wish, actor, {});
      return work(tx, wish);
    });
  }
}
