import { Injectable } from '@nestjs/common';
import { Files, Transactions, type Actor } from '#libs/platform';
import { SpendStore } from './spend-store.js';
import { ContractTooLarge } from './spend.errors.js';
import { heldFenOf } from './spend.lifecycle.js';
import { SpendCommitted } from '../funds.events.js';

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

/** Records the contract of an approved request, which commits its money. */
@Injectable()
export class RecordContract {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SpendStore,
    private readonly files: Files,
  ) {}

  /** Commits the contract amount and releases the rest of the approved amount at once. Throws SPEND_REQUEST_STATE,
   *  SPEND_PAUSED, FOUR_EYES, CONTRACT_KNOWN, CONTRACT_TOO_LARGE. */
  async execute(actor: Actor, requestId: string, contract: Contract): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const request = await this.store.begin(tx, actor, requestId, 'commit');
      const heldFen = heldFenOf(request);
      if (contract.amountFen > heldFen) throw ContractTooLarge({ restFen: heldFen });
      const orderAct = await this.store.registerParticipation(tx, requestId, actor.personId, 'order');
      await this.store.releaseRemainder(tx, request, heldFen - contract.amountFen, actor.personId);
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
}
