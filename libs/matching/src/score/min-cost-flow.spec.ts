import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, type Assignment, type AssignmentProblem } from './min-cost-flow.js';
import { oracle } from '../bench/oracle.js';

const problemArb: fc.Arbitrary<AssignmentProblem> = fc
  .record({
    places: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 8 }),
    capacities: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 }),
    load: fc.integer({ min: 0, max: 6 }),
    density: fc.array(fc.integer({ min: -3, max: 20 }), { minLength: 48, maxLength: 48 }),
  })
  .map(({ places, capacities, load, density }) => ({
    places,
    capacities,
    loadCost: (n) => load * n,
    edges: places.flatMap((_, wish) =>
      capacities.flatMap((__, volunteer) => {
        const points = density[(wish * 6 + volunteer) % density.length]!;
        return points === 0 || points % 4 === 0 ? [] : [{ wish, volunteer, points }];
      }),
    ),
  }));

/** What an assignment is worth by plain addition, having checked that it breaks nothing. */
function worthOf({ places, capacities, edges, loadCost }: AssignmentProblem, { volunteersOf }: Assignment): number {
  const loads = Array.from(capacities, () => 0);
  let points = 0;
  volunteersOf.forEach((volunteers, wish) => {
    expect(volunteers.length).toBeLessThanOrEqual(places[wish]!);
    expect(new Set(volunteers).size).toBe(volunteers.length);
    for (const volunteer of volunteers) {
      const edge = edges.find((one) => one.wish === wish && one.volunteer === volunteer);
      expect(edge).toBeDefined();
      loads[volunteer]! += 1;
      points += edge!.points - loadCost(loads[volunteer]!);
    }
  });
  loads.forEach((load, volunteer) => expect(load).toBeLessThanOrEqual(capacities[volunteer]!));
  return points;
}

/** The best there is, by trying everything. */
function bestOf({ places, capacities, edges, loadCost }: AssignmentProblem): number {
  const left = Array.from(places);
  const loads = Array.from(capacities, () => 0);
  const from = (at: number): number => {
    const edge = edges[at];
    if (!edge) return 0;
    const without = from(at + 1);
    if (left[edge.wish] === 0 || loads[edge.volunteer] === capacities[edge.volunteer]) return without;
    left[edge.wish]! -= 1;
    loads[edge.volunteer]! += 1;
    const cost = loadCost(loads[edge.volunteer]!);
    const taken = edge.points - cost + from(at + 1);
    left[edge.wish]! += 1;
    loads[edge.volunteer]! -= 1;
    return Math.max(without, taken);
  };
  return from(0);
}

describe('the assignment', () => {
  it('exceeds no capacity and has the reported value', () => {
    fc.assert(
      fc.property(problemArb, (problem) => {
        const found = assign(problem)!;
        expect(worthOf(problem, found)).toBe(found.points);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is as good as exhaustive search', () => {
    fc.assert(
      fc.property(problemArb, (problem) => {
        fc.pre(problem.edges.length <= 14);
        expect(assign(problem)!.points).toBe(bestOf(problem));
      }),
      { numRuns: 500 },
    );
  });

  it('is as good as a general solver', async () => {
    await fc.assert(
      fc.asyncProperty(problemArb, async (problem) => {
        fc.pre(problem.edges.length > 0);
        expect(assign(problem)!.points).toBe((await oracle(problem)).points);
      }),
      { numRuns: 200 },
    );
  });

  it('is deterministic for any order of the edges', () => {
    fc.assert(
      fc.property(problemArb, fc.integer(), (problem, turn) => {
        const { edges } = problem;
        const by = edges.length === 0 ? 0 : Math.abs(turn) % edges.length;
        const turned = { ...problem, edges: [...edges.slice(by), ...edges.slice(0, by)] };
        expect(assign(turned)!.points).toBe(assign(problem)!.points);
        expect(assign(problem)).toEqual(assign(problem));
      }),
    );
  });

  it('shares the work between two people when the value is equal', () => {
    const edges = [0, 1].flatMap((wish) => [0, 1].map((volunteer) => ({ wish, volunteer, points: 10 })));
    const found = assign({ places: [1, 1], capacities: [2, 2], edges, loadCost: (n) => n - 1 })!;
    expect(new Set(found.volunteersOf.flat()).size).toBe(2);
    expect(found.points).toBe(20);
  });

  it('reports its progress, and can be stopped', () => {
    const problem = {
      places: Array<number>(1_000).fill(1),
      capacities: [1],
      edges: [{ wish: 0, volunteer: 0, points: 1 }],
      loadCost: () => 0,
    };
    const told: number[] = [];
    expect(assign(problem, (done) => (told.push(done), done < 500 ? 'go on' : 'stop'))).toBeUndefined();
    expect(told).toEqual([0, 256, 512]);
  });
});
