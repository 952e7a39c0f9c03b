import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { Access, inOrAbove, isVolunteer } from '#libs/identity';
import { ClaimWish, type ClaimResponse } from './claim-wish.js';
import { assertClaimStep } from './claim.lifecycle.js';
import { ClaimStore } from './claim.store.js';
import { WishStore } from '../wish/wish-store.js';
import { ClaimNotFound, VolunteerUnsuitable } from '../wish/wish.errors.js';
import { CLAIM_MANAGE } from '../wishes.permissions.js';

/** The community gives a claimed place to another volunteer. */
@Injectable()
export class ReassignClaim {
  constructor(
    private readonly transactions: Transactions,
    private readonly claims: ClaimStore,
    private readonly access: Access,
    private readonly store: WishStore,
    private readonly claimWish: ClaimWish,
  ) {}

  /** A secretary gives a claimed place to another volunteer of the unit. Throws NO_FREE_VOLUNTEER, CLAIM_NOT_ALLOWED. */
  async execute(
    actor: Actor,
    claimId: string,
    input: { volunteerId: string; promisedAt: Date; reason: string },
  ): Promise<ClaimResponse> {
    return this.transactions.command(actor, async (tx) => {
      const held = await this.claims.lock(tx, claimId);
      if (!held) throw ClaimNotFound();
      const { claim, wish } = held;
      this.access.require(actor, CLAIM_MANAGE, wish.unitPath, ClaimNotFound);
      assertClaimStep('reassign', claim, wish);
      const isVolunteerHere = await isVolunteer(tx, input.volunteerId, inOrAbove(wish.unitPath));
      if (!isVolunteerHere || input.volunteerId === claim.volunteerId) throw VolunteerUnsuitable();
      await this.claims.free(tx, wish, claim, { as: 'released', actor, reason: input.reason });
      const open = await this.store.load(tx, wish.id);
      return this.claimWish.place(tx, open, {
        volunteerId: input.volunteerId,
        actorId: actor.personId,
        promisedAt: input.promisedAt,
      });
    });
  }
}
