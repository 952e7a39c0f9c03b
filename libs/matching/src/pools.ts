import type { VolunteerFacts, WishFacts } from './score.js';
import { stepsOf } from './unit-path.js';

/** Volunteers by where they live and what they know, so that a wish does not have to be compared with everybody. Homes are
 *  known to their grid or their community; a unit's pool holds those of all units below it. */
export class Pools {
  private readonly byKey = new Map<string, number[]>();

  /** isIn: who is worth looking at. */
  constructor(volunteers: readonly VolunteerFacts[], isIn: (volunteer: VolunteerFacts) => boolean) {
    volunteers.forEach((volunteer, at) => {
      if (!isIn(volunteer)) return;
      const { homePath, strengths, branches, licences } = volunteer;
      for (const unit of unitsOf(homePath))
        for (const what of ['', ...strengths, ...branches.map(kin), ...licences]) {
          const key = `${unit}|${what}`;
          const pool = this.byKey.get(key);
          if (pool) pool.push(at);
          else this.byKey.set(key, [at]);
        }
    });
  }

  /** About so many who might do a wish: from the nearest unit outwards, in each first those who know what it takes, then those who
   *  know something near to it. Where the
   *  law asks for a licence, nobody without it. `turn` says where a pool is begun, so that not every wish gets the same people
   *  of a large one. */
  near(
    { unitPath, strength, branch, licence }: Pick<WishFacts, 'unitPath' | 'strength' | 'branch' | 'licence'>,
    most: number,
    turn: number,
  ): number[] {
    const found = new Set<number>();
    const kinds = licence ? [licence] : strength ? [strength, ...(branch ? [kin(branch)] : []), ''] : [''];
    for (const unit of unitsOf(unitPath).toReversed())
      for (const what of kinds) {
        const pool = this.byKey.get(`${unit}|${what}`) ?? [];
        for (let at = 0; at < pool.length && found.size < most; at += 1) found.add(pool[(at + turn) % pool.length]!);
      }
    return [...found];
  }
}

/** A branch may be called like one of its strengths. */
const kin = (branch: string): string => `~${branch}`;

/** `/a/b/c/` → `/a/`, `/a/b/`, `/a/b/c/`. */
function unitsOf(path: string): string[] {
  const steps = stepsOf(path);
  return steps.map((_, at) => `/${steps.slice(0, at + 1).join('/')}/`);
}
