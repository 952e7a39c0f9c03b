import { Injectable } from '@nestjs/common';
import { Transactions, FieldEncryption, newId, type Actor, type Tx, type Row } from '#libs/platform';
import { ServiceRecord } from '#libs/volunteers';
import { Confirmation as ConfirmationTable } from './confirmation.entity.js';
import type { Fulfilment } from './fulfilment.entity.js';
import { OwnWishes } from '../resident/own-wishes.js';
import { WishDeadlines } from './wish-deadlines.js';
import { WishSteps } from './wish-steps.js';
import { WishStore, type Wish, type WishResponse } from './wish-store.js';
import { WishConfirmed, WishReopened } from '../wishes.events.js';
import type { Solved } from './wish-codes.js';

export interface Confirmation {
  solved: Solved;
  /** 1 to 5, as the resident says. */
  rating?: number;
  comment?: string;
}

/** The resident confirms, or staff who did not do the work confirm on a return visit. Silence is not satisfaction: no
 *  deadline ever confirms. */
@Injectable()
export class ConfirmWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: WishSteps,
    private readonly ownWishes: OwnWishes,
    private readonly store: WishStore,
    private readonly deadlines: WishDeadlines,
    private readonly encryption: FieldEncryption,
    private readonly service: ServiceRecord,
  ) {}

  /** `solved: no` re-opens the wish. Throws WISH_NOT_FOUND, WISH_STATE, SAME_PERSON. */
  async confirm(actor: Actor, wishId: string, input: Confirmation): Promise<WishResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      const isOwn = await this.ownWishes.has(tx, actor.personId, wish.id);
      const fulfilment = await tx.row<Row<Fulfilment, 'id' | 'recordedBy'>>(
        'SELECT id, recorded_by FROM fulfilment WHERE wish_id = ? AND round = ?',
        [wishId, wish.reopenCount],
      );
      const helped = await tx.row(
        `SELECT 1 FROM claim WHERE wish_id = ? AND volunteer_id = ? AND status = 'fulfilled'`,
        [wishId, actor.personId],
      );
      const isFulfiller = !fulfilment || helped !== undefined || fulfilment.recordedBy === actor.personId;
      this.steps.assert('confirm', wish, actor, { isOwn, isFulfiller });
      const via = isOwn ? 'resident' : 'visit';
      const { id: fulfilmentId, recordedBy: fulfilledBy } = fulfilment!; // `confirm` is refused without one
      const answer =
        input.solved === 'no'
          ? await this.reopenStep(tx, actor, wish, input.comment ?? '')
          : await this.store.step(tx, wish, 'confirm', {
              actor,
              event: WishConfirmed.with({ solved: input.solved, rating: input.rating ?? null, via }),
              set: { outcome: input.solved === 'yes' ? 'full' : 'partial', closedAt: await tx.now() },
            });
      const id = newId();
      await tx.insert(ConfirmationTable, {
        id,
        wishId,
        fulfilmentId,
        via,
        solved: input.solved,
        rating: input.rating ?? null,
        comment: input.comment
          ? (await this.encryption.keyOf(tx, wishId)).encrypt('confirmation.comment', id, input.comment)
          : null,
        fulfilledBy,
        confirmedBy: actor.personId,
        confirmedAt: await tx.now(),
      });
      if (input.solved !== 'no') {
        await this.deadlines.stopAll(tx, wishId);
        await this.credit(tx, actor, wish, fulfilmentId);
      }
      return answer;
    });
  }

  /** Re-opens a wish that was not solved, within thirty days; it starts again, one level up. Throws REOPEN_TOO_LATE. */
  async reopen(actor: Actor, wishId: string, reason: string): Promise<WishResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      const isOwn = await this.ownWishes.has(tx, actor.personId, wish.id);
      this.steps.assert('reopen', wish, actor, { isOwn, now: await tx.now() });
      return this.reopenStep(tx, actor, wish, reason);
    });
  }

  /** Confirms the service hours of the helpers of this round; the confirming person is not one of them. */
  private async credit(tx: Tx, actor: Actor, wish: Wish, fulfilmentId: string): Promise<void> {
    const served = await tx.rows<{ personId: string; claimId: string; hours: string | null; doneOn: string }>(
      `SELECT c.volunteer_id AS person_id, c.id AS claim_id, c.hours, DATE_FORMAT(f.done_on, '%Y-%m-%d') AS done_on
       FROM fulfilment f JOIN claim c ON c.wish_id = f.wish_id AND c.status = 'fulfilled' AND c.ended_at >= f.recorded_at
       WHERE f.id = ?`,
      [fulfilmentId],
    );
    if (!served[0]) return;
    await this.service.confirm(
      tx,
      { confirmedBy: actor.personId, wish, doneOn: served[0].doneOn },
      served.map(({ personId, claimId, hours }) => ({ personId, claimId, hours: Number(hours ?? 0) })),
    );
  }

  private async reopenStep(tx: Tx, actor: Actor, wish: Wish, reason: string): Promise<WishResponse> {
    const answer = await this.store.step(tx, wish, 'reopen', {
      actor,
      event: WishReopened.with({ reason, round: wish.reopenCount + 1 }),
      set: { reopenCount: wish.reopenCount + 1, outcome: null, closedAt: null, fulfilledAt: null, placesTaken: 0 },
    });
    await this.deadlines.waitForPublication(tx, wish.id);
    return answer;
  }
}
