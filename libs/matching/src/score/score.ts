import type { Language, Licence, Reach, WeeklyWindow } from '#libs/volunteers';
import type { Category } from '#libs/wishes';
import type { MatchPolicy } from './match.policy.js';

/** The smallest unit that two places have in common. */
export type Distance = Reach;

/** The facts about a volunteer that matching uses. */
export interface VolunteerFacts {
  id: string;
  skills: readonly string[];
  /** Categories of their skills. */
  skillCategories: readonly string[];
  /** Verified and valid today. */
  licences: readonly Licence[];
  languages: readonly Language[];
  /** Path of their home: `/district/town/community/`, followed by the grid where it is known. */
  homePath: string;
  /** How far they are willing to go. */
  reach: Reach;
  /** When they have time; empty: any time. */
  windows: readonly WeeklyWindow[];
  liked: readonly string[];
  disliked: readonly string[];
  /** Absent until this instant; null: not absent. */
  backAt: Date | null;
  openClaims: number;
  maxOpenClaims: number;
}

/** The facts about a wish that matching uses; none of them reveals the person it is for. */
export interface WishFacts {
  id: string;
  unitPath: string;
  category: Category;
  skill: string | null;
  /** Category of the skill that it needs. */
  skillCategory: string | null;
  licence: Licence | null;
  language: Language | null;
  /** Times that suit; empty: any time. */
  windows: readonly WeeklyWindow[];
  isUrgent: boolean;
  openedAt: Date;
}

/** What a reason refers to, by signal: the code of a skill, its category, a licence, a language or a kind of wish, a
 *  distance, a number of days. `urgent` and `time` need no detail. */
export interface SignalFacts {
  skill: string;
  relatedSkill: string;
  licence: Licence;
  distance: Distance;
  urgent: undefined;
  waiting: number;
  language: Language;
  liked: Category;
  disliked: Category;
  time: undefined;
}
export type Signal = keyof SignalFacts;

/** One reason for or against a pair. */
export type ScoreComponent = { [S in Signal]: { signal: S; points: number; fact: SignalFacts[S] } }[Signal];

/** `licence` is a legal requirement and blocks the pair. The others warn a person and keep the pair out of plans. */
export type Blocker = 'licence' | 'reach' | 'time' | 'load' | 'away';

export interface Score {
  points: number;
  /** The most important first. */
  components: ScoreComponent[];
  blockers: Blocker[];
}

const DAY_MS = 86_400_000;

/** Order of distances, nearest first. */
const DISTANCE_ORDER: Record<Distance, number> = { grid: 0, community: 1, town: 2, district: 3 };

/** A wish and a volunteer at an instant. */
interface Pair {
  policy: MatchPolicy;
  volunteer: VolunteerFacts;
  wish: WishFacts;
  now: Date;
  distance: Distance;
}

/** For every signal: its points for a pair (0 when it does not apply) and what its reason refers to, read only when it applies. */
const MATCH_SIGNALS: {
  [S in Signal]: { points: (pair: Pair) => number; fact: (pair: Pair) => SignalFacts[S] };
} = {
  skill: {
    points: ({ policy, volunteer, wish }) => (includes(volunteer.skills, wish.skill) ? policy.skill : 0),
    fact: ({ wish }) => wish.skill!,
  },
  relatedSkill: {
    points: ({ policy, volunteer, wish }) =>
      includes(volunteer.skillCategories, wish.skillCategory) && !includes(volunteer.skills, wish.skill)
        ? policy.relatedSkill
        : 0,
    fact: ({ wish }) => wish.skillCategory!,
  },
  licence: {
    points: ({ policy, volunteer, wish }) => (includes(volunteer.licences, wish.licence) ? policy.licence : 0),
    fact: ({ wish }) => wish.licence!,
  },
  distance: { points: ({ policy, distance }) => policy.distance[distance], fact: ({ distance }) => distance },
  urgent: { points: ({ policy, wish }) => (wish.isUrgent ? policy.urgent : 0), fact: () => undefined },
  waiting: {
    points: ({ policy: { waiting }, wish, now }) => waiting.perDay * Math.min(daysOpen(wish, now), waiting.mostDays),
    fact: ({ wish, now }) => daysOpen(wish, now),
  },
  language: {
    points: ({ policy, volunteer, wish }) => (includes(volunteer.languages, wish.language) ? policy.language : 0),
    fact: ({ wish }) => wish.language!,
  },
  liked: {
    points: ({ policy, volunteer, wish }) => (volunteer.liked.includes(wish.category) ? policy.liked : 0),
    fact: ({ wish }) => wish.category,
  },
  disliked: {
    points: ({ policy, volunteer, wish }) => (volunteer.disliked.includes(wish.category) ? policy.disliked : 0),
    fact: ({ wish }) => wish.category,
  },
  time: {
    points: ({ policy, volunteer, wish }) => (windowsMeet(volunteer.windows, wish.windows) === 'yes' ? policy.time : 0),
    fact: () => undefined,
  },
};
const SIGNAL_NAMES = Object.keys(MATCH_SIGNALS) as Signal[];
const SIGNAL_POINTS = SIGNAL_NAMES.map((name) => MATCH_SIGNALS[name].points);

const BLOCKERS: Record<Blocker, (pair: Pair) => boolean> = {
  licence: ({ volunteer, wish }) => wish.licence !== null && !includes(volunteer.licences, wish.licence),
  reach: ({ volunteer, distance }) => DISTANCE_ORDER[distance] > DISTANCE_ORDER[volunteer.reach],
  time: ({ volunteer, wish }) => windowsMeet(volunteer.windows, wish.windows) === 'no',
  load: ({ volunteer }) => volunteer.openClaims >= volunteer.maxOpenClaims,
  away: ({ volunteer, now }) => volunteer.backAt !== null && now < volunteer.backAt,
};
const BLOCKER_NAMES = Object.keys(BLOCKERS) as Blocker[];
const BLOCKER_RULES = BLOCKER_NAMES.map((name) => BLOCKERS[name]);

/** Scores a volunteer and a wish at an instant: adds up the points of `policy` for everything that applies, and lists the
 *  reasons. Pure: the same in the feed, in a plan and in an explanation. Source of the licence rule: 志愿服务条例,
 *  art. 13–19 (R1.6). */
export function score(policy: MatchPolicy, volunteer: VolunteerFacts, wish: WishFacts, now: Date): Score {
  const pair = pairOf(policy, volunteer, wish, now);
  const components = SIGNAL_NAMES.flatMap((signal) => {
    const points = MATCH_SIGNALS[signal].points(pair);
    return points === 0 ? [] : [{ signal, points, fact: MATCH_SIGNALS[signal].fact(pair) } as ScoreComponent];
  });
  return {
    points: pointsOf(pair),
    components: components.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    blockers: BLOCKER_NAMES.filter((name) => BLOCKERS[name](pair)),
  };
}

/** Only the points of a pair; undefined when something blocks it. A plan calls it several hundred thousand times. */
export function pointsUnblocked(
  policy: MatchPolicy,
  volunteer: VolunteerFacts,
  wish: WishFacts,
  now: Date,
): number | undefined {
  const pair = pairOf(policy, volunteer, wish, now);
  for (const blocks of BLOCKER_RULES) if (blocks(pair)) return undefined;
  return pointsOf(pair);
}

const pairOf = (policy: MatchPolicy, volunteer: VolunteerFacts, wish: WishFacts, now: Date): Pair => ({
  policy,
  volunteer,
  wish,
  now,
  distance: distanceBetween(volunteer.homePath, wish.unitPath),
});

function pointsOf(pair: Pair): number {
  let points = pair.policy.base;
  for (const pointsFor of SIGNAL_POINTS) points += pointsFor(pair);
  return points;
}

const includes = (list: readonly string[], code: string | null): boolean => code !== null && list.includes(code);

const daysOpen = ({ openedAt }: WishFacts, now: Date): number =>
  Math.max(0, Math.floor((now.getTime() - openedAt.getTime()) / DAY_MS));

/** Cost of the n-th wish that a volunteer takes on in a plan: each costs more than the one before. */
export const loadCost =
  (policy: MatchPolicy) =>
  (n: number): number =>
    policy.load * (n - 1);

/** The smallest unit that two unit paths have in common. */
export function distanceBetween(home: string, place: string): Distance {
  let shared = -1; // both begin with a slash, which is no unit
  for (let at = 0; at < home.length && home[at] === place[at]; at += 1) if (home[at] === '/') shared += 1;
  // /district/town/community/grid/: a path without a grid counts as the same community.
  return DISTANCE_OF_DEPTH[Math.min(shared, DISTANCE_OF_DEPTH.length - 1)] ?? 'district';
}
const DISTANCE_OF_DEPTH: readonly Distance[] = ['district', 'district', 'town', 'community', 'grid'];

/** Whether two lists of weekly times overlap; `open` when one of them is empty. */
export function windowsMeet(a: readonly WeeklyWindow[], b: readonly WeeklyWindow[]): 'yes' | 'no' | 'open' {
  if (a.length === 0 || b.length === 0) return 'open';
  const meet = a.some((one) =>
    b.some((other) => one.weekday === other.weekday && one.fromMin < other.untilMin && other.fromMin < one.untilMin),
  );
  return meet ? 'yes' : 'no';
}
