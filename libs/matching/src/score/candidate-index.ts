import type { VolunteerFacts, WishFacts } from './score.js';
import { stepsOf } from './unit-path.js';

/** Index of volunteers by home and skills, so that a wish is not compared with every volunteer. A home is known down to its
 *  grid or its community. The pool of a unit contains the volunteers of all units below it. */
export class CandidateIndex {
  private readonly byKey = new Map<string, number[]>();

  /** `isIn` selects the volunteers to index. */
  constructor(volunteers: readonly VolunteerFacts[], isIn: (volunteer: VolunteerFacts) => boolean) {
    volunteers.forEach((volunteer, at) => {
      if (!isIn(volunteer)) return;
      const { homePath, skills, skillCategories, licences } = volunteer;
      for (const unit of unitsOf(homePath))
        for (const what of ['', ...skills, ...skillCategories.map(kin), ...licences]) {
          const key = `${unit}|${what}`;
          const pool = this.byKey.get(key);
          if (pool) pool.push(at);
          else this.byKey.set(key, [at]);
        }
    });
  }

  /** Finds up to `most` volunteers for a wish, from the nearest unit outwards. Within a unit, those with the needed skill
   *  come first, then those with another skill of its category, then all others. If the wish requires a licence, only
   *  volunteers with the licence are found. `turn` is the start position in a pool, so that wishes share a large pool. */
  near(
    { unitPath, skill, skillCategory, licence }: Pick<WishFacts, 'unitPath' | 'skill' | 'skillCategory' | 'licence'>,
    most: number,
    turn: number,
  ): number[] {
    const found = new Set<number>();
    const kinds = licence ? [licence] : skill ? [skill, ...(skillCategory ? [kin(skillCategory)] : []), ''] : [''];
    for (const unit of unitsOf(unitPath).toReversed())
      for (const what of kinds) {
        const pool = this.byKey.get(`${unit}|${what}`) ?? [];
        for (let at = 0; at < pool.length && found.size < most; at += 1) found.add(pool[(at + turn) % pool.length]!);
      }
    return [...found];
  }
}

/** The prefix distinguishes a category from a skill with the same code. */
const kin = (skillCategory: string): string => `~${skillCategory}`;

/** `/a/b/c/` → `/a/`, `/a/b/`, `/a/b/c/`. */
function unitsOf(path: string): string[] {
  const steps = stepsOf(path);
  return steps.map((_, at) => `/${steps.slice(0, at + 1).join('/')}/`);
}
