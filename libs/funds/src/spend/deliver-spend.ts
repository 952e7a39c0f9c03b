import { Injectable } from '@nestjs/common';
import { Files, Transactions, type Actor } from '#libs/platform';
import { SpendAcceptance } from './spend-acceptance.entity.js';
import { SpendStore } from './spend-store.js';
import { ContractTooLarge } from './spend.errors.js';
import { heldFenOf } from './spend.lifecycle.js';
import { SpendAccepted, SpendCommitted } from '../funds.events.js';
import { PAYMENT_DUE } from '../funds.deadlines.js';

export interface Contract {
  contractNo: string;
  /** Shanghai day. */
  contractOn: string;
  amountFen: number;
  /** Withheld from the last payment until `retentionUntil`; 0: nothing. */
  retentionFen: number;
  retentionUntil?: string;
  fileIds: string[];
}

export interface Acceptance {
  /** What was received. */
  received: string;
  /** Shanghai day. */
  receivedOn: string;
  fileIds: string[];
}

/** Contract and acceptance of an approved request. The contract commits its money; a person with no other part in the
 *  request accepts the delivery. */
@Injectable()
export class DeliverSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
    private readonly files: Files,
  ) {}

  /** Commits the contract amount and releases the rest of the approved amount at once. Throws SPEND_REQUEST_STATE,
   *  SPEND_PAUSED, FOUR_EYES, CONTRACT_KNOWN, CONTRACT_TOO_LARGE. */
  async commit(actor: Actor, requestId: string, contract: Contract): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'commit');
      const heldFen = heldFenOf(request);
      if (contract.amountFen > heldFen) throw ContractTooLarge({ restFen: heldFen });
      const orderAct = await this.store.registerParticipation(tx, requestId, actor.personId, 'order');
      await this.store.giveBack(tx, request, heldFen - contract.amountFen, actor.personId);
      await this.store.book(tx, request, 'commit', contract.amountFen, { once: requestId, actorId: actor.personId });
      await this.store.set(tx, request, {
        contractNo: contract.contractNo,
        contractOn: contract.contractOn,
        committedBy: actor.personId,
        orderAct,
        committedAt: await tx.now(),
        retentionFen: contract.retentionFen,
        retentionUntil: contract.retentionFen > 0 ? (contract.retentionUntil ?? null) : null,
      });
      await this.files.attach(tx, actor, { subjectId: requestId, purpose: 'contract', ids: contract.fileIds });
      await this.store.record(tx, SpendCommitted.with({ amountFen: contract.amountFen }), request, actor.personId);
      return { id: requestId };
    });
  }

  /** Throws SPEND_REQUEST_STATE, FOUR_EYES, ALREADY_ACCEPTED. */
  async accept(actor: Actor, requestId: string, acceptance: Acceptance): Promise<{ id: string }> {
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
