import type { AssignmentProblem } from './min-cost-flow.js';
import type { MatchPolicy } from './match.policy.js';
import { CandidateIndex } from './candidate-index.js';
import { loadCost, pointsUnblocked, score, type Blocker, type VolunteerFacts, type WishFacts } from './score.js';

/** A wish and the number of helpers that it still needs. */
export type PlannedWish = WishFacts & { places: number };
export interface PlannedTown {
  wishes: readonly PlannedWish[];
  volunteers: readonly VolunteerFacts[];
  now: Date;
}

/** How many volunteers are scored for each candidate that is kept. */
const LOOKED_AT = 8;
const TURN = 7_919;

/** Selects candidates for the wishes of a town without comparing every volunteer with every wish. Pure. */
export class Candidates {
  private readonly pools: CandidateIndex;
  private everybody?: CandidateIndex;

  constructor(
    private readonly policy: MatchPolicy,
    private readonly town: PlannedTown,
    private readonly edges: number,
  ) {
    this.pools = new CandidateIndex(town.volunteers, ({ openClaims, maxOpenClaims }) => openClaims < maxOpenClaims);
  }

  /** For each wish its `edges` best candidates without blockers, best first. Ties go to the volunteer earlier in the list,
   *  so that the same people give the same plan. */
  problem(): AssignmentProblem {
    const { wishes, volunteers } = this.town;
    return {
      places: wishes.map(({ places }) => places),
      capacities: volunteers.map(({ openClaims, maxOpenClaims }) => Math.max(0, maxOpenClaims - openClaims)),
      loadCost: loadCost(this.policy),
      edges: wishes.flatMap((_, wish) => this.pairsOf(wish)),
    };
  }

  /** Counts the blockers of the volunteers who live nearest to a wish, to explain why it has no candidates. */
  blockers(wish: number): Partial<Record<Blocker, number>> {
    const { wishes, volunteers, now } = this.town;
    const { unitPath } = wishes[wish]!;
    this.everybody ??= new CandidateIndex(volunteers, () => true);
    const counts: Partial<Record<Blocker, number>> = {};
    for (const volunteer of this.everybody.near(
      { unitPath, skill: null, skillCategory: null, licence: null },
      this.edges * LOOKED_AT,
      0,
    ))
      for (const blocker of score(this.policy, volunteers[volunteer]!, wishes[wish]!, now).blockers)
        counts[blocker] = (counts[blocker] ?? 0) + 1;
    return counts;
  }

  private pairsOf(wish: number): AssignmentProblem['edges'] {
    const { wishes, volunteers, now } = this.town;
    return this.lookedAt(wish)
      .flatMap((volunteer) => {
        const points = pointsUnblocked(this.policy, volunteers[volunteer]!, wishes[wish]!, now);
        return points === undefined ? [] : [{ wish, volunteer, points }];
      })
      .toSorted((a, b) => b.points - a.points || a.volunteer - b.volunteer)
      .slice(0, this.edges);
  }

  private lookedAt(wish: number): number[] {
    return this.pools.near(this.town.wishes[wish]!, this.edges * LOOKED_AT, wish * TURN);
  }
}
