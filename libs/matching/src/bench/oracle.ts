import type { Highs } from 'highs';
import type { AssignmentProblem } from '../score/min-cost-flow.js';

let solver: Promise<Highs> | undefined;

/** Solves the same problem with a general solver (HiGHS) as a linear program; flow problems have integral optima. HiGHS is
 *  a development dependency, loaded on first use; solving blocks the thread. Returns points and solving milliseconds. */
export async function oracle(problem: AssignmentProblem): Promise<{ points: number; milliseconds: number }> {
  solver ??= loadSolver();
  const highs = await solver;
  const model = linearProgram(problem);
  const began = performance.now();
  const { Status, ObjectiveValue } = highs.solve(model);
  if (Status !== 'Optimal') throw new Error(`The oracle ended ${Status}.`);
  return { points: Math.round(ObjectiveValue), milliseconds: performance.now() - began };
}

async function loadSolver(): Promise<Highs> {
  const module = await import('highs');
  // The types describe CommonJS, where the loader is one level deeper.
  const load = module.default as unknown as typeof module.default.default;
  return load();
}

/** The problem in CPLEX LP format: x are the pairs, y the n-th wish of a volunteer. */
export function linearProgram({ places, capacities, edges, loadCost }: AssignmentProblem): string {
  const ofWish = Array.from({ length: places.length }, (): string[] => []);
  const ofVolunteer = Array.from({ length: capacities.length }, (): string[] => []);
  const terms: string[] = [];
  const bounds: string[] = [];
  edges.forEach(({ wish, volunteer, points }, at) => {
    terms.push(`${points < 0 ? '-' : '+'} ${Math.abs(points)} x${at}`);
    ofWish[wish]!.push(`x${at}`);
    ofVolunteer[volunteer]!.push(`x${at}`);
    bounds.push(`0 <= x${at} <= 1`);
  });
  const rows = ofWish.flatMap((names, wish) =>
    names.length > 0 ? [`w${wish}: ${names.join(' + ')} <= ${places[wish]}`] : [],
  );
  ofVolunteer.forEach((names, volunteer) => {
    if (names.length === 0) return;
    const loads = Array.from({ length: capacities[volunteer]! }, (_, n) => `y${volunteer}_${n + 1}`);
    loads.forEach((name, n) => {
      terms.push(`- ${loadCost(n + 1)} ${name}`);
      bounds.push(`0 <= ${name} <= 1`);
    });
    rows.push(`v${volunteer}: ${names.join(' + ')}${loads.map((name) => ` - ${name}`).join('')} <= 0`);
  });
  return `Maximize\n obj: ${terms.join('\n ')}\nSubject To\n ${rows.join('\n ')}\nBounds\n ${bounds.join('\n ')}\nEnd\n`;
}
