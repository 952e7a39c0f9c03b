import { Injectable } from '@nestjs/common';
import { Transactions, isDuplicateOf, newId, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';
import { SpendStore } from './spend-store.js';
import { SpendNotPaused, SpendPaused, SpendRequestNotFound } from './spend.errors.js';

/** Supervisors may stop a request before its next signature, contract or payment, with a reason, and let it go on. */
@Injectable()
export class PauseSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly store: SpendStore,
  ) {}

  /** Throws SPEND_PAUSED when it is paused already, SPEND_REQUEST_STATE. */
  async pause(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, { permission: 'spend.pause', step: 'pause' });
      const said = (await this.store.said(tx, request, reason)).slice(0, 300);
      try {
        await tx.insert('spend_pause', {
          id: newId(),
          spendRequestId: requestId,
          reason: said,
          pausedBy: actor.personId,
          pausedAt: await tx.now(),
        });
      } catch (error) {
        throw isDuplicateOf(error, 'uq_pause_open') ? SpendPaused({ reason: said }) : error;
      }
      await this.store.record(tx, 'SpendPaused', request, actor.personId);
      return { id: requestId };
    });
  }

  /** Throws SPEND_NOT_PAUSED. */
  async resume(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.load(tx, requestId);
      this.access.require(actor, 'spend.pause', request.unitPath, SpendRequestNotFound);
      const lifted = await tx.execute(
        'UPDATE spend_pause SET lift_reason = ?, lifted_by = ?, lifted_at = ? WHERE open_request_id = ?',
        [(await this.store.said(tx, request, reason)).slice(0, 300), actor.personId, await tx.now(), requestId],
      );
      if (lifted === 0) throw SpendNotPaused();
      await this.store.record(tx, 'SpendResumed', request, actor.personId);
      return { id: requestId };
    });
  }
}
