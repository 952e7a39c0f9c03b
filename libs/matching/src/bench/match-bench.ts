import { assign, type Assignment } from '../score/min-cost-flow.js';
import { Candidates, type PlannedTown } from '../score/candidates.js';
import { DEFAULT_MATCH_POLICY } from '../score/match.policy.js';
import { score } from '../score/score.js';
import { firstCome, greedy } from './baselines.js';
import { oracle } from './oracle.js';
import { generateTown, type TownSize } from './town.js';

export interface MatchBench {
  /** Points of the plan. */
  objective: number;
  /** Optimum of the general solver; null above 2,000 wishes or 5,000 volunteers, or when it was not requested. */
  optimum: number | null;
  greedy: number;
  firstCome: number;
  /** Capacities, licences, times and reaches that the plan violates, counted from the input and not by the solver. */
  violations: number;
  assigned: number;
  places: number;
  edges: number;
  /** Time to select the candidate pairs; `milliseconds` is the time of the assignment alone. */
  candidateMilliseconds: number;
  milliseconds: number;
  oracleMilliseconds: number | null;
  /** Peak memory of the process until the plan was computed. */
  peakMiB: number;
}

const MOST_FOR_ORACLE = { wishes: 2_000, volunteers: 5_000 };

/** Plans a generated town and measures the quality of the plan. */
export async function benchMatching(size: TownSize, edges: number, withOracle = true): Promise<MatchBench> {
  const town = generateTown(size);
  const began = performance.now();
  const problem = new Candidates(DEFAULT_MATCH_POLICY, town, edges).problem();
  const chosen = performance.now();
  const found = assign(problem)!;
  const ended = performance.now();
  const peakMiB = process.resourceUsage().maxRSS / 1_024;
  const asksOracle =
    withOracle && size.wishes <= MOST_FOR_ORACLE.wishes && size.volunteers <= MOST_FOR_ORACLE.volunteers;
  const best = asksOracle ? await oracle(problem) : null;
  return {
    objective: found.points,
    optimum: best?.points ?? null,
    greedy: greedy(problem),
    firstCome: firstCome(problem),
    violations: violationsOf(town, found),
    assigned: found.volunteersOf.flat().length,
    places: town.wishes.reduce((sum, { places }) => sum + places, 0),
    edges: problem.edges.length,
    candidateMilliseconds: Math.round(chosen - began),
    milliseconds: Math.round((ended - chosen) * 10) / 10,
    oracleMilliseconds: best && Math.round(best.milliseconds),
    peakMiB: Math.round(peakMiB),
  };
}

function violationsOf({ wishes, volunteers, now }: PlannedTown, { volunteersOf }: Assignment): number {
  const loads = volunteers.map(({ openClaims }) => openClaims);
  let violations = 0;
  volunteersOf.forEach((chosen, at) => {
    const wish = wishes[at]!;
    if (chosen.length > wish.places || new Set(chosen).size < chosen.length) violations += 1;
    for (const volunteer of chosen) {
      loads[volunteer]! += 1;
      violations += score(DEFAULT_MATCH_POLICY, volunteers[volunteer]!, wish, now).blockers.length;
    }
  });
  return violations + loads.filter((load, at) => load > volunteers[at]!.maxOpenClaims).length;
}
