import { Injectable } from '@nestjs/common';
import { Files, Transactions, type Actor } from '#libs/platform';
import { SpendAcceptance } from './spend-acceptance.entity.js';
import { SpendStore } from './spend-store.js';
import { PAYMENT_DUE } from '../funds.deadlines.js';
import { SpendAccepted } from '../funds.events.js';

export interface Acceptance {
  /** What was received. */
  received: string;
  /** Shanghai day. */
  receivedOn: string;
  fileIds: string[];
}

/** Records that what was ordered has been received: by a person with no other part in the request. */
@Injectable()
export class RecordAcceptance {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
    private readonly files: Files,
  ) {}

  /** Throws SPEND_REQUEST_STATE, FOUR_EYES, ALREADY_ACCEPTED. */
  async execute(actor: Actor, requestId: string, acceptance: Acceptance): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'accept');
      await this.store.registerParticipation(tx, requestId, actor.personId, 'accept');
      const acceptedAt = await tx.now();
      await tx.insert(SpendAcceptance, {
        spendRequestId: requestId,
        received: (await this.store.said(tx, request, acceptance.received)).slice(0, 300),
        receivedOn: acceptance.receivedOn,
        acceptedBy: actor.personId,
        acceptedAt,
      });
      await this.store.set(tx, request, { acceptedAt });
      await this.files.attach(tx, actor, { subjectId: requestId, purpose: 'received', ids: acceptance.fileIds });
      await this.store.waitFor(tx, requestId, PAYMENT_DUE);
      await this.store.record(tx, SpendAccepted, request, actor.personId);
      return { id: requestId };
    });
  }
}
