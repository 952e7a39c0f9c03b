import { Injectable } from '@nestjs/common';
import { listIn, InvalidInput, Transactions, type Actor } from '#libs/platform';
import { People } from '#libs/identity';
import { MatchFacts } from '../score/match-facts.js';
import type { MatchPolicy } from '../score/match.policy.js';
import { score } from '../score/score.js';
import { PlanPair } from './plan-pair.entity.js';
import { VolunteerTaken } from './plan.errors.js';
import { Plans } from './plans.js';

/** Changes the volunteers proposed for a wish in a plan: others, fewer, or none. */
@Injectable()
export class EditPlan {
  constructor(
    private readonly transactions: Transactions,
    private readonly plans: Plans,
    private readonly facts: MatchFacts,
    private readonly people: People,
  ) {}

  /** `volunteerIds` must be candidates of the wish, and no more than it needs. Throws MATCH_PLAN_NOT_FOUND,
   *  MATCH_PLAN_STATE, MATCH_PLAN_OUTDATED, INVALID_INPUT, VOLUNTEER_TAKEN with the names of volunteers over their limit. */
  async execute(
    actor: Actor,
    input: { planId: string; wishId: string; volunteerIds: string[]; basedOn: number },
  ): Promise<{ version: number }> {
    const { planId, wishId, volunteerIds, basedOn } = input;
    return this.transactions.command(actor, async (tx) => {
      await this.plans.move(tx, actor, planId, { step: 'edit', to: 'ready', basedOn });
      const planned = await tx.row<{ places: number; candidates: string; policy: string; computedAt: Date }>(
        `SELECT w.places, w.candidates, p.policy, p.computed_at FROM plan_wish w JOIN match_plan p ON p.id = w.plan_id
         WHERE w.plan_id = ? AND w.wish_id = ?`,
        [planId, wishId],
      );
      const candidates = JSON.parse(planned?.candidates ?? '[]') as string[];
      const isPossible =
        planned && volunteerIds.length <= planned.places && volunteerIds.every((id) => candidates.includes(id));
      if (!isPossible) throw InvalidInput({ faults: [{ field: 'volunteerIds', reason: reasonFor(actor.locale) }] });
      await tx.execute('DELETE FROM plan_pair WHERE plan_id = ? AND wish_id = ?', [planId, wishId]);
      const facts = await this.facts.ofVolunteers(tx, volunteerIds, { asPlanned: true });
      const wish = (await this.facts.ofWishes(tx, [wishId])).get(wishId);
      const others = await tx.rows<{ volunteerId: string; pairs: number }>(
        'SELECT volunteer_id, COUNT(*) AS pairs FROM plan_pair WHERE plan_id = ? AND volunteer_id IN (?) GROUP BY volunteer_id',
        [planId, [...volunteerIds, '']],
      );
      const full = volunteerIds.filter((id) => {
        const { openClaims, maxOpenClaims } = facts.get(id) ?? { openClaims: 0, maxOpenClaims: 0 };
        const planned = others.find(({ volunteerId }) => volunteerId === id)?.pairs ?? 0;
        return openClaims + Number(planned) >= maxOpenClaims;
      });
      if (full.length > 0) {
        const names = [...(await this.people.names(tx, full)).values()];
        throw VolunteerTaken({ names: { zh: listIn('zh', names), en: listIn('en', names) } });
      }
      await tx.insert(
        PlanPair,
        volunteerIds.map((volunteerId) => ({
          planId,
          wishId,
          volunteerId,
          placeRank: candidates.indexOf(volunteerId) + 1,
          components: JSON.stringify(
            wish
              ? score(JSON.parse(planned.policy) as MatchPolicy, facts.get(volunteerId)!, wish, planned.computedAt)
                  .components
              : [],
          ),
          chosenBy: actor.personId,
        })),
      );
      return { version: basedOn + 1 };
    });
  }
}

const reasonFor = (locale: Actor['locale']): string =>
  locale === 'en'
    ? 'must be candidates of the wish, at most as many as it needs'
    : '只能从这个心愿的候选人中选，且不超过所需人数';
