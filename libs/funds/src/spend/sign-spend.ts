import { Injectable } from '@nestjs/common';
import { Jobs, Transactions, budgetYear, type Actor, type Tx } from '#libs/platform';
import { Notices } from './notices.js';
import { SpendSignature } from './spend-signature.entity.js';
import { SpendSteps } from './spend-steps.js';
import { SpendStore, type SpendRequest } from './spend-store.js';
import { SpendApproved, SpendNoticed, SpendRefused, SpendReturned, SpendSigned } from '../funds.events.js';
import { DECISION_DUE, ACCEPTANCE_DUE } from '../funds.deadlines.js';

/** The amount decides which roles sign, one after the other; deputies may sign for them. The last signature reserves the
 *  money in the budget year of that day. The money may be spent at once, or after the public notice. */
@Injectable()
export class SignSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: SpendSteps,
    private readonly store: SpendStore,
    private readonly notices: Notices,
    private readonly jobs: Jobs,
  ) {}

  /** Throws SPEND_REQUEST_NOT_FOUND, FORBIDDEN, FOUR_EYES, NOT_YOUR_TURN, SPEND_REQUEST_STATE, SPEND_PAUSED,
   *  FUNDS_INSUFFICIENT, FUND_NOT_OPENED, FUND_YEAR_CLOSED. */
  async sign(actor: Actor, requestId: string): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'sign');
      const { role, behalfOf } = this.steps.signingTurn(request, actor)!;
      await this.store.registerParticipation(tx, requestId, actor.personId, 'sign');
      if (behalfOf) await this.store.registerParticipation(tx, requestId, behalfOf, 'sign');
      const place = request.signatures + 1;
      await tx.insert(SpendSignature, {
        spendRequestId: requestId,
        version: request.version,
        place,
        role,
        personId: actor.personId,
        behalfOf,
        signedAt: await tx.now(),
      });
      const nextRole = request.signers[place] ?? null;
      await this.store.set(tx, request, { signatures: place, nextRole });
      if (nextRole) {
        await this.store.waitFor(tx, requestId, DECISION_DUE);
        await this.store.record(tx, SpendSigned.with({ role, place, behalfOf }), request, actor.personId);
      } else await this.grant(tx, actor, request, behalfOf);
      return { id: requestId };
    });
  }

  private async grant(tx: Tx, actor: Actor, request: SpendRequest, behalfOf: string | null): Promise<void> {
    const year = budgetYear(await tx.now());
    const hangsOutFirst = request.notice !== null && !request.isUrgent;
    await this.store.set(tx, request, {
      status: hangsOutFirst ? 'on_notice' : 'approved',
      decidedBy: actor.personId,
      decidedAt: await tx.now(),
      year,
    });
    await this.jobs.cancel(tx, request.id, [DECISION_DUE.name]);
    if (request.notice) await this.notices.postNotice(tx, request, request.notice);
    if (!hangsOutFirst) await this.store.waitFor(tx, request.id, ACCEPTANCE_DUE);
    await this.store.record(
      tx,
      (hangsOutFirst ? SpendNoticed : SpendApproved).with({ amountFen: request.amountFen, year, behalfOf }),
      request,
      actor.personId,
    );
    await this.store.book(tx, { ...request, year }, 'reserve', request.amountFen, {
      once: request.id,
      actorId: actor.personId,
    });
  }

  /** The next signer sends the request back for completion. A new version needs all signatures again. */
  async sendBack(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.decline(actor, requestId, { step: 'return', reason });
  }

  /** The next signer refuses the request for good. */
  async refuse(actor: Actor, requestId: string, reason: string): Promise<{ id: string }> {
    return this.decline(actor, requestId, { step: 'refuse', reason });
  }

  private async decline(
    actor: Actor,
    requestId: string,
    { step, reason }: { step: 'return' | 'refuse'; reason: string },
  ): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, step);
      await this.store.set(tx, request, {
        status: step === 'return' ? 'returned' : 'refused',
        nextRole: null,
        reason: (await this.store.said(tx, request, reason)).slice(0, 300),
        ...(step === 'refuse' ? { decidedBy: actor.personId, decidedAt: await tx.now() } : {}),
      });
      await this.jobs.cancel(tx, requestId);
      await this.store.record(tx, step === 'return' ? SpendReturned : SpendRefused, request, actor.personId);
      return { id: requestId };
    });
  }
}
