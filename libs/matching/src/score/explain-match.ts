import { Injectable } from '@nestjs/common';
import { Transactions, problem, type Actor } from '#libs/platform';
import { Access } from '#libs/identity';
import { VisibilityRadius } from '#libs/volunteers';
import { MatchFacts } from './match-facts.js';
import { MatchPolicies } from './match-policies.js';
import { score, type Score } from './score.js';
import { WISH_FEED } from '#libs/wishes';

export const NothingToMatch = problem('NOTHING_TO_MATCH', 404, {
  zh: '没有这个待认领的心愿或这位志愿者，或不在您的范围内。',
  en: 'There is no such open wish or volunteer, or one of them is outside your scope.',
});

/** Explains the match score of a wish and a volunteer. */
@Injectable()
export class ExplainMatch {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly facts: MatchFacts,
    private readonly policies: MatchPolicies,
    private readonly visibility: VisibilityRadius,
  ) {}

  /** For the volunteer, about an open wish that they may claim. Throws NOTHING_TO_MATCH. */
  async ofOwn(actor: Actor, wishId: string): Promise<Score> {
    const [volunteer, wish] = await this.pair(wishId, actor.personId);
    const now = new Date();
    const isHers = this.access.may(actor, WISH_FEED, wish.unitPath);
    if (!isHers && !(await this.visibility.reach(this.transactions, actor, wish, now)))
      this.access.require(actor, WISH_FEED, wish.unitPath, NothingToMatch);
    return score(await this.policies.weights(this.transactions), volunteer, wish, now);
  }

  /** For the platform operator: checks no permissions. Throws NOTHING_TO_MATCH. */
  async trace(wishId: string, personId: string): Promise<Score> {
    const [volunteer, wish] = await this.pair(wishId, personId);
    return score(await this.policies.weights(this.transactions), volunteer, wish, new Date());
  }

  private async pair(wishId: string, personId: string) {
    const volunteer = (await this.facts.ofVolunteers(this.transactions, [personId])).get(personId);
    const wish = (await this.facts.ofWishes(this.transactions, [wishId])).get(wishId);
    if (!volunteer || !wish) throw NothingToMatch();
    return [volunteer, wish] as const;
  }
}
