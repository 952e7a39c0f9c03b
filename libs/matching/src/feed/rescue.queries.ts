import { Injectable } from '@nestjs/common';
import { Transactions, budgetYear, type Actor } from '#libs/platform';
import { FUND_READ, FundsQueries } from '#libs/funds';
import { Access, Units } from '#libs/identity';
import { VisibilityRadius, VISIBILITY_AREAS } from '#libs/volunteers';
import { NothingToMatch } from '../score/explain-match.js';
import { MatchFacts } from '../score/match-facts.js';
import { MatchPolicies } from '../score/match-policies.js';
import { score, type Blocker } from '../score/score.js';
import { communityOf } from '../score/unit-path.js';
import type { RescueResponse } from '../matching.dto.js';
import { PLAN_READ } from '../matching.permissions.js';

/** How many of the community's volunteers are scored at most. */
const MOST_LOOKED_AT = 1_000;
const PART = 250;
const DAY_MS = 86_400_000;

/** Options for an open wish that no volunteer has claimed, before its deadline: how many volunteers could be invited, when
 *  the wish is shown to a wider area, and what the fund could pay. */
@Injectable()
export class RescueQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly access: Access,
    private readonly units: Units,
    private readonly facts: MatchFacts,
    private readonly policies: MatchPolicies,
    private readonly visibility: VisibilityRadius,
    private readonly funds: FundsQueries,
  ) {}

  /** Throws NOTHING_TO_MATCH when there is no such open wish. */
  async of(actor: Actor, wishId: string): Promise<RescueResponse> {
    const wish = (await this.facts.ofWishes(this.transactions, [wishId])).get(wishId);
    if (!wish) throw NothingToMatch();
    this.access.require(actor, PLAN_READ, wish.unitPath, NothingToMatch);
    const now = new Date();
    const daysOpen = Math.floor((now.getTime() - wish.openedAt.getTime()) / DAY_MS);
    const visibility = await this.visibility.policy(this.transactions);
    const community = communityOf(wish.unitPath);
    // A wish of the community itself is shown in the whole community from the start.
    const around = VISIBILITY_AREAS.slice(wish.unitPath === community ? 1 : 0);
    const byHand = wish.shownTo ? VISIBILITY_AREAS.indexOf(wish.shownTo) : -1;
    const wider = around.find((area) => visibility[area] > daysOpen && VISIBILITY_AREAS.indexOf(area) > byHand);
    return {
      daysOpen,
      ...(await this.helpers(community, wish, now)),
      helpersNeeded: wish.helpersNeeded,
      invited: await this.invited(wishId),
      wider: wider ? { area: wider, inDays: visibility[wider] - daysOpen } : null,
      availableFen: await this.available(actor, community, now),
    };
  }

  private async helpers(
    community: string,
    wish: Parameters<typeof score>[2],
    now: Date,
  ): Promise<Pick<RescueResponse, 'suitable' | 'lookedAt' | 'blocked'>> {
    const policy = await this.policies.weights(this.transactions);
    const blocked = new Map<Blocker, number>();
    let [suitable, lookedAt] = [0, 0];
    for await (const part of this.facts.volunteersIn(this.transactions, community, PART)) {
      for (const volunteer of part) {
        const { blockers } = score(policy, volunteer, wish, now);
        if (blockers.length === 0) suitable += 1;
        for (const blocker of blockers) blocked.set(blocker, (blocked.get(blocker) ?? 0) + 1);
      }
      lookedAt += part.length;
      if (lookedAt >= MOST_LOOKED_AT) break;
    }
    return {
      suitable,
      lookedAt,
      blocked: [...blocked].map(([blocker, volunteers]) => ({ blocker, volunteers })),
    };
  }

  private async invited(wishId: string): Promise<number> {
    const row = await this.transactions.row<{ n: number }>(
      `SELECT COUNT(*) AS n FROM invitation WHERE wish_id = ? AND status = 'open'`,
      [wishId],
    );
    return Number(row?.n ?? 0);
  }

  /** null when the actor may not read the fund. */
  private async available(actor: Actor, community: string, now: Date): Promise<number | null> {
    if (!this.access.may(actor, FUND_READ, community)) return null;
    const unit = await this.units.byPath(this.transactions, community);
    return unit ? (await this.funds.statement(actor, unit.id, budgetYear(now))).availableFen : null;
  }
}
