import type { AssignmentProblem } from '../score/min-cost-flow.js';

type Pair = AssignmentProblem['edges'][number];

/** Greedy baseline, like a person with a list: always takes the best remaining pair. */
export const greedy = (problem: AssignmentProblem): number =>
  inOrder(
    problem,
    problem.edges.toSorted((a, b) => b.points - a.points || a.wish - b.wish || a.volunteer - b.volunteer),
  );

/** Baseline without a plan: volunteers come one after the other, and each takes the best wishes that are left. */
export const firstCome = (problem: AssignmentProblem): number =>
  inOrder(
    problem,
    problem.edges.toSorted((a, b) => a.volunteer - b.volunteer || b.points - a.points || a.wish - b.wish),
  );

function inOrder({ places, capacities, loadCost }: AssignmentProblem, pairs: Pair[]): number {
  const left = Array.from(places);
  const loads = Array.from(capacities, () => 0);
  let sum = 0;
  for (const { wish, volunteer, points } of pairs) {
    const gain = points - loadCost(loads[volunteer]! + 1);
    if (left[wish] === 0 || loads[volunteer] === capacities[volunteer] || gain <= 0) continue;
    left[wish]! -= 1;
    loads[volunteer]! += 1;
    sum += gain;
  }
  return sum;
}
