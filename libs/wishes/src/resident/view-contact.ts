import { Injectable } from '@nestjs/common';
import { Events, PersonsConcerned, Transactions, type Actor } from '#libs/platform';
import { Beneficiaries } from './beneficiaries.js';
import { WishSight } from '../wish/wish-sight.js';
import { WishStore } from '../wish/wish-store.js';
import { WishSteps } from '../wish/wish-steps.js';
import { ContactViewed } from '../wishes.events.js';

/** Shows contact details to the claimer while the claim lasts, and to the community's staff. Records every view; the
 *  resident can read who looked. */
@Injectable()
export class ViewContact {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: WishSteps,
    private readonly sight: WishSight,
    private readonly store: WishStore,
    private readonly beneficiaries: Beneficiaries,
    private readonly events: Events,
    private readonly persons: PersonsConcerned,
  ) {}

  /** Throws WISH_NOT_FOUND, and CONTACT_CLOSED when the actor may see the wish but not its contact details. */
  async execute(
    actor: Actor,
    wishId: string,
    reason: string,
  ): Promise<{ name: string | null; phone: string | null; address: string | null }> {
    // Not a keyed command: a response with personal data must not be stored for replay.
    return this.transactions.run(async (tx) => {
      const wish = await this.store.load(tx, wishId);
      const claim = await tx.row(`SELECT 1 FROM claim WHERE wish_id = ? AND active_volunteer = ?`, [
        wishId,
        actor.personId,
      ]);
      const refusal = this.steps.refusal('viewContact', wish, actor, { isClaimer: claim !== undefined });
      if (refusal) {
        // Actors who may not see the wish get WISH_NOT_FOUND; only the others get CONTACT_CLOSED.
        await this.sight.of(tx, actor, wish);
        throw refusal;
      }
      await this.events.record(
        tx,
        ContactViewed({
          unitId: wish.unitId,
          subjectId: wish.id,
          actorId: actor.personId,
          data: { as: claim ? 'claimer' : 'staff' },
        }),
      );
      return this.beneficiaries.reveal(tx, wish.beneficiaryId, {
        viewerId: actor.personId,
        subjectId: wish.id,
        reason: await this.persons.mask(tx, [wish.id], reason),
      });
    });
  }
}
