import type { AssignmentProblem } from './assign.js';
import type { MatchPolicy } from './match.policy.js';
import { Pools } from './pools.js';
import { loadCost, pointsUnhindered, type VolunteerFacts, type WishFacts } from './score.js';

/** A wish with the helpers that it still needs. */
export type PlannedWish = WishFacts & { places: number };
export interface PlannedTown {
  wishes: readonly PlannedWish[];
  volunteers: readonly VolunteerFacts[];
  now: Date;
}

/** So many are scored for each pair that is kept. */
const LOOKED_AT = 8;
const TURN = 7_919;

/** The problem of a plan: for each wish the pairs that nothing hinders, the best `edges` of them. Ties go to whoever comes
 *  first, so that the same people make the same plan. Pure. */
export function problemOf(
  policy: MatchPolicy,
  { wishes, volunteers, now }: PlannedTown,
  edges: number,
): AssignmentProblem {
  const pools = new Pools(volunteers);
  return {
    places: wishes.map(({ places }) => places),
    capacities: volunteers.map(({ openClaims, maxOpenClaims }) => Math.max(0, maxOpenClaims - openClaims)),
    loadCost: loadCost(policy),
    edges: wishes.flatMap((wish, at) =>
      pools
        .near(wish, edges * LOOKED_AT, at * TURN)
        .flatMap((volunteer) => {
          const points = pointsUnhindered(policy, volunteers[volunteer]!, wish, now);
          return points === undefined ? [] : [{ wish: at, volunteer, points }];
        })
        .toSorted((a, b) => b.points - a.points || a.volunteer - b.volunteer)
        .slice(0, edges),
    ),
  };
}
