import { Injectable } from '@nestjs/common';
import { InvalidInput, Transactions, sayIn, type Actor } from '#libs/platform';
import { OpenSpendRequest, type SpendForm } from '#libs/funds';
import { WishStore, type Wish } from '../wish/wish-store.js';
import { WishSteps } from '../wish/wish-steps.js';
import { mayCost } from '../wish/wish.lifecycle.js';

/** Staff request money from the community's fund for wishes that are open or under way: for one, or for several together. */
@Injectable()
export class RequestSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: WishSteps,
    private readonly store: WishStore,
    private readonly asking: OpenSpendRequest,
  ) {}

  /** Throws WISH_NOT_FOUND, FORBIDDEN, WISH_STATE, SPEND_REQUEST_OPEN, INVALID_INPUT, SPEND_POLICY_EXPIRED. */
  async execute(actor: Actor, wishId: string, form: SpendForm): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      this.steps.assert('requestSpend', wish, actor, {});
      // Locked until commit, so that no wish ends meanwhile and leaves money held without a purpose.
      const wishIds = [...new Set([wishId, ...(form.alsoFor ?? [])])];
      const wishes = await this.store.lock(tx, wishIds);
      this.steps.assert(
        'requestSpend',
        wishes.find(({ id }) => id === wishId)!,
        actor,
        {},
      );
      assertAdmitted(actor, wish.unitPath, wishes, wishIds.slice(1));
      const { unitId, unitPath } = wish;
      return this.asking.submit(tx, { actor, unitId, unitPath, wishIds, category: categoryOf(wishes), form });
    });
  }

  /** Saves a draft again, or submits a new version of a returned request. Throws what OpenSpendRequest.revise throws. */
  async revise(actor: Actor, requestId: string, form: SpendForm): Promise<{ id: string }> {
    return this.asking.revise(actor, requestId, form, async (tx, unitPath, { all, fresh }) => {
      const wishes = await this.store.lock(tx, all);
      assertAdmitted(actor, unitPath, wishes, fresh);
      return categoryOf(wishes);
    });
  }
}

function assertAdmitted(actor: Actor, unitPath: string, wishes: Wish[], ids: string[]): void {
  const say = sayIn(actor.locale);
  const faults = ids.flatMap((id) => {
    const wish = wishes.find((one) => one.id === id);
    if (wish?.unitPath !== unitPath) return [say('有不属于本社区的心愿', 'contains a wish of another community')];
    return mayCost(wish) ? [] : [say(`心愿 ${wish.code} 已不在办理中`, `wish ${wish.code} is not under way`)];
  });
  if (faults.length > 0) throw InvalidInput({ faults: faults.map((reason) => ({ field: 'alsoFor', reason })) });
}

/** The common category of the wishes, or `other`. */
function categoryOf(wishes: Wish[]): string {
  const [category = 'other', ...others] = new Set(wishes.map((wish) => wish.category));
  return others.length > 0 ? 'other' : category;
}
