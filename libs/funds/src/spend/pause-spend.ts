import { Injectable } from '@nestjs/common';
import { Transactions, newId, type Actor } from '#libs/platform';
import { SpendPause } from './spend-pause.entity.js';
import { SpendStore } from './spend-store.js';
import { pausersAt } from './spend-steps.js';
import { SpendPaused, SpendResumed } from '../funds.events.js';

/** Supervisors may pause a request before its next signature, contract or payment, with a reason, and resume it. */
@Injectable()
export class PauseSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
  ) {}

  /** Throws SPEND_PAUSED when the request is already paused, SPEND_REQUEST_STATE. */
  async pause(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'pause');
      await tx.insert(SpendPause, {
        id: newId(),
        spendRequestId: requestId,
        reason: (await this.store.said(tx, request, reason)).slice(0, 300),
        pausedBy: actor.personId,
        pausedAt: await tx.now(),
        pausedAs: pausersAt(actor, request.unitPath)[0]!,
      });
      await this.store.record(tx, SpendPaused, request, actor.personId);
      return { id: requestId };
    });
  }

  /** Throws SPEND_NOT_PAUSED, FOUR_EYES when the actor has a part in the request, NOT_YOUR_PAUSE. */
  async resume(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'resume');
      await tx.execute(
        'UPDATE spend_pause SET lift_reason = ?, lifted_by = ?, lifted_at = ? WHERE open_request_id = ?',
        [(await this.store.said(tx, request, reason)).slice(0, 300), actor.personId, await tx.now(), requestId],
      );
      await this.store.record(tx, SpendResumed, request, actor.personId);
      return { id: requestId };
    });
  }
}
