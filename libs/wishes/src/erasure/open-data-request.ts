import { Injectable } from '@nestjs/common';
import { Retention, Transactions, isDuplicateOf, newId, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';
import { WishStore } from '../wish/wish-store.js';
import { ErasurePending, WishErased, WishNotFound } from '../wish/wish.errors.js';
import { ANSWER } from '../wishes.personal-data.js';
import type { Asker, IdentityCheck, RequestKind } from './data-request-codes.js';
import { DataRequestStore } from './data-request-store.js';
import { DataRequestOpened } from '../wishes.events.js';
import { DATA_REQUEST_OPEN } from '../wishes.permissions.js';
import { DataRequest } from './data-request.entity.js';

/** Records that a person asks at the office to see, correct or erase the data kept about them, who asked, and how the office
 *  verified it. The request then waits in the work queue until it is answered. Source: PIPL, art. 45–47 and 50. */
@Injectable()
export class OpenDataRequest {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly wishes: WishStore,
    private readonly requests: DataRequestStore,
    private readonly retention: Retention,
  ) {}

  /** Throws WISH_NOT_FOUND, FORBIDDEN, WISH_ERASED, ERASURE_PENDING. */
  async execute(
    actor: Actor,
    input: { wishId: string; kind: RequestKind; asker: Asker; identityCheck: IdentityCheck },
  ): Promise<{ id: string }> {
    try {
      return await this.transactions.command(actor, async (tx) => {
        const wish = await this.wishes.load(tx, input.wishId);
        this.access.require(actor, DATA_REQUEST_OPEN, wish.unitPath, WishNotFound);
        const person = await tx.row<{ erasedAt: Date | null }>('SELECT erased_at FROM beneficiary WHERE id = ?', [
          wish.beneficiaryId,
        ]);
        if (!person || person.erasedAt) throw WishErased();
        const now = await tx.now();
        const days = await this.retention.days(tx, ANSWER);
        const request = { id: newId(), wishId: wish.id, unitId: wish.unitId, kind: input.kind };
        await tx.insert(DataRequest, {
          ...request,
          beneficiaryId: wish.beneficiaryId,
          unitPath: wish.unitPath,
          asker: input.asker,
          identityCheck: input.identityCheck,
          status: 'open',
          openedBy: actor.personId,
          openedAt: now,
          dueAt: new Date(now.getTime() + days * 86_400_000),
        });
        await this.requests.record(
          tx,
          request,
          DataRequestOpened.with({ asker: input.asker, identityCheck: input.identityCheck }),
          actor.personId,
        );
        return { id: request.id };
      });
    } catch (error) {
      throw isDuplicateOf(error, 'uq_data_request_erasure') ? ErasurePending() : error;
    }
  }
}
