import { Injectable } from '@nestjs/common';
import { Transactions, Vault, maskText, type Actor, type Tx } from '#libs/platform';
import { Access } from '#libs/identity';
import { Strengths, type Licence } from '#libs/volunteers';
import { needsGuardian } from './beneficiaries.js';
import type { Category } from './categories.js';
import { WishClocks } from './wish-clocks.js';
import { WishStore, type Wish, type WishAnswer } from './wish-store.js';
import {
  ConsentMissing,
  PolicyUnchecked,
  PreviewNotAccepted,
  SameHands,
  WishNotFound,
  WishState,
} from './wish.errors.js';

export interface Publication {
  /** What the public will read: the secretary has looked at it. */
  publicText: string;
  category: Category;
  costClass: 'none' | 'fund' | 'donation';
  /** No welfare policy covers the need: public money comes last (domain page, 1.2). */
  isPolicyChecked: boolean;
  strength?: string | null;
  licence?: Licence | null;
  helpersNeeded?: number;
}

/** The secretary has looked at what the public will read, and opens the wish to volunteers. */
@Injectable()
export class PublishWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly store: WishStore,
    private readonly clocks: WishClocks,
    private readonly vault: Vault,
    private readonly strengths: Strengths,
  ) {}

  /** Opens a wish to volunteers, never by the one who entered it. The public text was looked at and holds no telephone,
   *  identity number or name. Throws POLICY_UNCHECKED, PREVIEW_NOT_ACCEPTED, SAME_HANDS, CONSENT_MISSING. */
  async execute(actor: Actor, wishId: string, publication: Publication): Promise<WishAnswer> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      this.access.require(actor, 'wish.review', wish.unitPath, WishNotFound);
      this.store.assertStep(wish, 'publish');
      if (wish.enteredBy === actor.personId) throw SameHands({ rule: '录入人不能发布 / the enterer does not publish' });
      if (!publication.isPolicyChecked) throw PolicyUnchecked();
      await this.assertPublishable(tx, wish, publication.publicText);
      const [strength = null] = await this.strengths.resolve(tx, publication.strength ? [publication.strength] : [], {
        field: 'strength',
        locale: actor.locale,
        kept: wish.strength ? [wish.strength] : [],
      });
      const answer = await this.store.step(tx, wish, 'publish', {
        actor,
        event: 'WishPublished',
        set: {
          public_text: publication.publicText,
          category: publication.category,
          cost_class: publication.costClass,
          strength,
          licence: publication.licence ?? null,
          helpers_needed: publication.helpersNeeded ?? wish.helpersNeeded,
          published_by: actor.personId,
          opened_at: await tx.now(),
        },
      });
      await this.clocks.waitForClaim(tx, wish.id);
      return answer;
    });
  }

  private async assertPublishable(tx: Tx, wish: Wish, publicText: string): Promise<void> {
    const beneficiary = await tx.row<{
      name: Buffer | null;
      address: Buffer | null;
      age: number | null;
      byGuardian: number;
    }>(
      `SELECT b.name, b.address, b.age, w.consent_by_guardian AS by_guardian FROM beneficiary b JOIN wish w ON w.beneficiary_id = b.id WHERE w.id = ?`,
      [wish.id],
    );
    if (!beneficiary) throw WishState({ state: wish.status });
    if (needsGuardian(beneficiary.age) && !beneficiary.byGuardian) throw ConsentMissing();
    const name = this.vault.openOrNull('beneficiary.name', wish.beneficiaryId, beneficiary.name);
    const masked = maskText(publicText, { names: [name] });
    if (masked !== publicText)
      throw PreviewNotAccepted({ found: '姓名、号码或门牌 / a name, number or address', suggestion: masked });
  }
}
