import { Injectable } from '@nestjs/common';
import { Files, Transactions, FieldEncryption, newId, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';
import { ClaimStore } from '../claim/claim.store.js';
import { Fulfilment as FulfilmentTable } from './fulfilment.entity.js';
import { WishDeadlines } from './wish-deadlines.js';
import { WishStore, type WishResponse } from './wish-store.js';
import { ClaimNotFound, WishNotFound } from './wish.errors.js';
import { WishFulfilled } from '../wishes.events.js';
import { WISH_CLAIM } from '../wishes.permissions.js';

export interface Fulfilment {
  what: string;
  /** Shanghai day. */
  doneOn: string;
  /** For each helper. */
  hours: number;
  /** For example an invoice number or a letter of thanks; never required. */
  evidence?: string;
  photoIds?: string[];
}

/** A claimer records what was done, when and in how many hours; somebody else must confirm it. */
@Injectable()
export class FulfilWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly store: WishStore,
    private readonly claims: ClaimStore,
    private readonly deadlines: WishDeadlines,
    private readonly encryption: FieldEncryption,
    private readonly files: Files,
  ) {}

  /** Throws WISH_NOT_FOUND, CLAIM_NOT_FOUND when the actor has no begun claim, WISH_STATE,
   *  FILE_TAKEN. */
  async execute(actor: Actor, wishId: string, input: Fulfilment): Promise<WishResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      const mine = await tx.row(`SELECT 1 FROM claim WHERE wish_id = ? AND volunteer_id = ? AND status = 'begun'`, [
        wishId,
        actor.personId,
      ]);
      if (!mine) this.access.require(actor, WISH_CLAIM, wish.unitPath, WishNotFound);
      this.store.assertStep(wish, 'fulfil');
      if (!mine) throw ClaimNotFound();
      const now = await tx.now();
      const answer = await this.store.step(tx, wish, 'fulfil', {
        actor,
        event: WishFulfilled.with({ doneOn: input.doneOn, hours: input.hours }),
        set: { fulfilledAt: now, placesTaken: 0 },
      });
      const id = newId();
      const key = await this.encryption.keyOf(tx, wishId);
      await tx.insert(FulfilmentTable, {
        id,
        wishId,
        round: wish.reopenCount,
        what: key.encrypt('fulfilment.what', id, input.what),
        evidence: key.encryptOrNull('fulfilment.evidence', id, input.evidence),
        doneOn: input.doneOn,
        hours: input.hours,
        recordedBy: actor.personId,
        recordedAt: now,
      });
      await this.files.attach(tx, actor, { subjectId: wishId, purpose: 'done', ids: input.photoIds ?? [] });
      await this.claims.endAll(tx, wishId, 'fulfilled', null, input.hours);
      await this.deadlines.waitForConfirmation(tx, wishId);
      return answer;
    });
  }
}
