import { assign, type Progress } from '../score/min-cost-flow.js';
import { Candidates, type PlannedTown } from '../score/candidates.js';
import type { MatchPolicy } from '../score/match.policy.js';
import { score, type Blocker, type ScoreComponent } from '../score/score.js';
import type { Shortage } from './plan-codes.js';

/** How many candidates are kept for each wish: to choose from, and to invite next. */
export const PLAN_EDGES = 20;

export interface PlannedPair {
  volunteerId: string;
  points: number;
  /** Position among the candidates of the wish, from 1. */
  rank: number;
  /** Why they suit each other. */
  components: ScoreComponent[];
}

export interface WishPlan {
  wishId: string;
  places: number;
  pairs: PlannedPair[];
  /** All candidates, best first. */
  candidates: { volunteerId: string; points: number }[];
  shortage: Shortage | null;
  /** If there are no candidates: for each blocker, how many of the nearest volunteers it affects. */
  blocked: Partial<Record<Blocker, number>>;
}

/** Computes the best plan for a town, explained wish by wish; undefined when `progress` stops it. Deterministic. Pure. */
export function planOf(policy: MatchPolicy, town: PlannedTown, progress: Progress): WishPlan[] | undefined {
  const candidates = new Candidates(policy, town, PLAN_EDGES);
  const problem = candidates.problem();
  const found = assign(problem, progress);
  if (!found) return undefined;
  const edgesOf: (typeof problem.edges)[] = town.wishes.map(() => []);
  for (const edge of problem.edges) edgesOf[edge.wish]!.push(edge);
  return town.wishes.map((wish, at) => {
    const edges = edgesOf[at]!;
    const chosen = new Set(found.volunteersOf[at]);
    return {
      wishId: wish.id,
      places: wish.places,
      pairs: edges.flatMap(({ volunteer, points }, place) =>
        chosen.has(volunteer) ? [{ ...pairOf(policy, town, at, volunteer), points, rank: place + 1 }] : [],
      ),
      candidates: edges.map(({ volunteer, points }) => ({ volunteerId: town.volunteers[volunteer]!.id, points })),
      shortage: chosen.size === wish.places ? null : edges.length === 0 ? 'no_candidate' : 'needed_elsewhere',
      blocked: edges.length === 0 ? candidates.blockers(at) : {},
    };
  });
}

const pairOf = (policy: MatchPolicy, town: PlannedTown, wish: number, volunteer: number) => ({
  volunteerId: town.volunteers[volunteer]!.id,
  components: score(policy, town.volunteers[volunteer]!, town.wishes[wish]!, town.now).components,
});
