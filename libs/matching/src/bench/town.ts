import { DEFAULT_SKILLS, categoriesBySkill, type Licence, type WeeklyWindow } from '#libs/volunteers';
import type { VolunteerFacts, WishFacts } from '../score/score.js';

/** Size of a generated town. */
export interface TownSize {
  wishes: number;
  volunteers: number;
  seed: number;
  /** The volunteers have fewer places than the wishes need. */
  isTight: boolean;
}
export interface Town {
  wishes: (WishFacts & { places: number })[];
  volunteers: VolunteerFacts[];
  now: Date;
}

const COMMUNITIES = 43;
const GRIDS = 12;
const SKILLS = [
  'electrical',
  'plumbing',
  'appliances',
  'tutoring',
  'haircut',
  'company',
  'escort',
  'legal',
  'phones',
  'locks',
];
const LICENSED: Record<string, Licence> = { electrical: 'electrician', escort: 'nurse', legal: 'lawyer' };
const CATEGORIES = ['repairs', 'home_safety', 'school', 'company', 'health', 'legal', 'digital', 'errands'] as const;
const LANGUAGES = ['cantonese', 'mandarin', 'hakka', 'sign'] as const;
const SKILL_CATEGORIES = categoriesBySkill(DEFAULT_SKILLS);
const DAY_MS = 86_400_000;

/** Pseudo-random numbers from 0 to 1 that are the same for the same seed (xorshift, 32 bits). */
function randomOf(seed: number): () => number {
  let state = (seed | 0) * 2_654_435_761 + 1 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}

/** Generates a fictional town, the same for the same seed. People live in grids; most have one or two skills, some hold the
 *  licence for a skill, and a third have stated when they have time. */
export function generateTown({ wishes, volunteers, seed, isTight }: TownSize): Town {
  const random = randomOf(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const some = <T>(list: readonly T[], most: number): T[] => [
    ...new Set(Array.from({ length: below(most + 1) }, () => one(list))),
  ];
  const home = (): string => `/D/T/C${below(COMMUNITIES)}/G${below(GRIDS)}/`;
  const windows = (): WeeklyWindow[] =>
    random() < 0.33
      ? Array.from({ length: 1 + below(3) }, () => {
          const fromMin = 8 * 60 + below(10) * 60;
          return { weekday: 1 + below(7), fromMin, untilMin: fromMin + 120 };
        })
      : [];
  const now = new Date('2026-11-25T02:00:00Z');
  return {
    now,
    volunteers: Array.from({ length: volunteers }, (_, at) => {
      const skills = some(SKILLS, 2);
      const maxOpenClaims = isTight ? (random() < 0.15 ? 1 : 0) : 1 + below(3);
      return {
        id: `v${at}`,
        skills,
        skillCategories: [...new Set(skills.map((skill) => SKILL_CATEGORIES.get(skill)!))],
        licences: skills.flatMap((skill) => (LICENSED[skill] && random() < 0.5 ? [LICENSED[skill]] : [])),
        languages: some(LANGUAGES, 3),
        homePath: home(),
        reach: one(['grid', 'community', 'town', 'town'] as const),
        windows: windows(),
        liked: some(CATEGORIES, 2),
        disliked: random() < 0.2 ? [one(CATEGORIES)] : [],
        backAt: null,
        openClaims: 0,
        maxOpenClaims,
      };
    }),
    wishes: Array.from({ length: wishes }, (_, at) => {
      const skill = random() < 0.7 ? one(SKILLS) : null;
      return {
        id: `w${at}`,
        unitPath: home(),
        category: one(CATEGORIES),
        skill,
        skillCategory: skill && SKILL_CATEGORIES.get(skill)!,
        licence: skill && LICENSED[skill] && random() < 0.5 ? LICENSED[skill] : null,
        language: random() < 0.3 ? one(LANGUAGES) : null,
        windows: windows(),
        isUrgent: random() < 0.1,
        openedAt: new Date(now.getTime() - below(20) * DAY_MS),
        places: random() < 0.08 ? 2 + below(3) : 1,
      };
    }),
  };
}
