import { Injectable } from '@nestjs/common';
import { Transactions, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';
import { AskSpend, type SpendForm } from '#libs/funds';
import { WishStore } from './wish-store.js';
import { WishNotFound, WishState } from './wish.errors.js';

/** Staff ask the community's fund to pay for a wish that is open or under way. */
@Injectable()
export class RequestSpend {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly store: WishStore,
    private readonly asking: AskSpend,
  ) {}

  /** Throws WISH_NOT_FOUND, FORBIDDEN, WISH_STATE, SPEND_REQUEST_OPEN, INVALID_INPUT, SPEND_POLICY_EXPIRED. */
  async execute(actor: Actor, wishId: string, form: SpendForm): Promise<{ id: string }> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId);
      this.access.require(actor, 'spend.request', wish.unitPath, WishNotFound);
      if (!['open', 'claimed', 'in_progress'].includes(wish.status))
        throw WishState({ state: wish.status, step: 'spend' });
      // Locked until we commit, so that the wish cannot end meanwhile and leave money held for nothing.
      const held = await tx.execute('UPDATE wish SET version = version + 1 WHERE id = ? AND status = ?', [
        wish.id,
        wish.status,
      ]);
      if (held === 0) throw WishState({ state: (await this.store.load(tx, wishId)).status, step: 'spend' });
      const { unitId, unitPath, category } = wish;
      return this.asking.submit(tx, { actor, unitId, unitPath, wishId, category, form });
    });
  }
}
