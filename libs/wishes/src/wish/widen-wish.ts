import { Injectable } from '@nestjs/common';
import { Events, InvalidInput, Transactions, sayIn, type Actor, type SqlValue, type EventType } from '#libs/platform';
import { VISIBILITY_AREAS, type VisibilityArea } from '#libs/volunteers';
import { WishStore, type Wish, type WishResponse } from './wish-store.js';
import { WishSteps } from './wish-steps.js';
import { TeamAskedFor, WishWidened } from '../wishes.events.js';

const MOST_HELPERS = 20;

/** What staff can do for an open wish that no volunteer claims, before its deadline (R3.6). */
@Injectable()
export class WidenWish {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: WishSteps,
    private readonly store: WishStore,
    private readonly events: Events,
  ) {}

  /** Widens the visibility at once, ahead of the visibility radius policy; it never becomes narrower again.
   *  Throws WISH_NOT_FOUND, WISH_STATE, INVALID_INPUT. */
  async widen(actor: Actor, wishId: string, to: VisibilityArea): Promise<WishResponse> {
    return this.change(actor, wishId, 'widen', ({ shownTo }) => {
      const isWider = shownTo === null || VISIBILITY_AREAS.indexOf(to) > VISIBILITY_AREAS.indexOf(shownTo);
      if (!isWider) {
        const reason = sayIn(actor.locale)('已经给这个范围的志愿者看了', 'is already shown to this area');
        throw InvalidInput({ faults: [{ field: 'to', reason }] });
      }
      return { event: WishWidened.with({ to }), column: 'shown_to', value: to };
    });
  }

  /** Raises the number of helpers, so that several share the work. Throws WISH_NOT_FOUND, WISH_STATE, INVALID_INPUT. */
  async askForTeam(actor: Actor, wishId: string, helpersNeeded: number): Promise<WishResponse> {
    return this.change(actor, wishId, 'askForTeam', (wish) => {
      if (helpersNeeded <= wish.helpersNeeded || helpersNeeded > MOST_HELPERS) {
        const [least, most] = [wish.helpersNeeded + 1, MOST_HELPERS];
        const reason = sayIn(actor.locale)(`应为 ${least}～${most} 人`, `must be a number from ${least} to ${most}`);
        throw InvalidInput({ faults: [{ field: 'helpersNeeded', reason }] });
      }
      return { event: TeamAskedFor.with({ helpersNeeded }), column: 'helpers_needed', value: helpersNeeded };
    });
  }

  private async change(
    actor: Actor,
    wishId: string,
    step: 'widen' | 'askForTeam',
    what: (wish: Wish) => {
      event: EventType<object>;
      column: 'shown_to' | 'helpers_needed';
      value: SqlValue;
    },
  ): Promise<WishResponse> {
    return this.transactions.command(actor, async (tx) => {
      const wish = await this.store.load(tx, wishId, 'FOR UPDATE');
      this.steps.assert(step, wish, actor, {});
      const { event, column, value } = what(wish);
      await tx.execute(`UPDATE wish SET ${column} = ?, version = version + 1 WHERE id = ?`, [value, wish.id]);
      await this.events.record(
        tx,
        event({ unitId: wish.unitId, subjectId: wish.id, actorId: actor.personId, data: {} }),
      );
      return { id: wish.id, status: wish.status };
    });
  }
}
