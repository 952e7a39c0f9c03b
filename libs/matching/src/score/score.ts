import type { Reach, WeeklyWindow } from '#libs/volunteers';
import type { MatchPolicy } from './match.policy.js';

/** The smallest unit that two places have in common. */
export type Ring = Reach;

/** The facts about a volunteer that matching uses. */
export interface VolunteerFacts {
  id: string;
  skills: readonly string[];
  /** Categories of their skills. */
  skillCategories: readonly string[];
  /** Verified and valid today. */
  licences: readonly string[];
  languages: readonly string[];
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
  category: string;
  skill: string | null;
  /** Category of the skill that it needs. */
  skillCategory: string | null;
  licence: string | null;
  language: string | null;
  /** Times that suit; empty: any time. */
  windows: readonly WeeklyWindow[];
  isUrgent: boolean;
  openedAt: Date;
}

export type Signal =
  'skill' | 'kin' | 'licence' | 'ring' | 'urgent' | 'waiting' | 'language' | 'liked' | 'disliked' | 'time';

/** One reason for or against a pair. */
export interface Part {
  clue: Signal;
  points: number;
  /** Detail of the reason: a code, or a number of days. */
  fact: string | number;
}

/** `licence` is a legal requirement and blocks the pair. The others warn a person and keep the pair out of plans. */
export type Blocker = 'licence' | 'reach' | 'time' | 'load' | 'away';

export interface Score {
  points: number;
  /** The most important first. */
  parts: Part[];
  hindrances: Blocker[];
}

const DAY_MS = 86_400_000;

/** Order of the rings, nearest first. */
const DISTANCE: Record<Ring, number> = { grid: 0, community: 1, town: 2, district: 3 };

/** A wish and a volunteer at an instant. */
interface Pair {
  policy: MatchPolicy;
  volunteer: VolunteerFacts;
  wish: WishFacts;
  now: Date;
  ring: Ring;
}

/** For every signal: its points for a pair (0 when it does not apply) and the detail of its reason. */
const MATCH_SIGNALS: Record<Signal, { points: (pair: Pair) => number; fact: (pair: Pair) => string | number }> = {
  skill: {
    points: ({ policy, volunteer, wish }) => (includes(volunteer.skills, wish.skill) ? policy.skill : 0),
    fact: ({ wish }) => wish.skill ?? '',
  },
  kin: {
    points: ({ policy, volunteer, wish }) =>
      includes(volunteer.skillCategories, wish.skillCategory) && !includes(volunteer.skills, wish.skill)
        ? policy.kin
        : 0,
    fact: ({ wish }) => wish.skillCategory ?? '',
  },
  licence: {
    points: ({ policy, volunteer, wish }) => (includes(volunteer.licences, wish.licence) ? policy.licence : 0),
    fact: ({ wish }) => wish.licence ?? '',
  },
  ring: { points: ({ policy, ring }) => policy.ring[ring], fact: ({ ring }) => ring },
  urgent: { points: ({ policy, wish }) => (wish.isUrgent ? policy.urgent : 0), fact: () => '' },
  waiting: {
    points: ({ policy: { waiting }, wish, now }) => waiting.perDay * Math.min(daysOpen(wish, now), waiting.mostDays),
    fact: ({ wish, now }) => daysOpen(wish, now),
  },
  language: {
    points: ({ policy, volunteer, wish }) => (includes(volunteer.languages, wish.language) ? policy.language : 0),
    fact: ({ wish }) => wish.language ?? '',
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
    fact: () => '',
  },
};
const CLUE_NAMES = Object.keys(MATCH_SIGNALS) as Signal[];
const CLUE_POINTS = CLUE_NAMES.map((name) => MATCH_SIGNALS[name].points);

const HINDRANCES: Record<Blocker, (pair: Pair) => boolean> = {
  licence: ({ volunteer, wish }) => wish.licence !== null && !includes(volunteer.licences, wish.licence),
  reach: ({ volunteer, ring }) => DISTANCE[ring] > DISTANCE[volunteer.reach],
  time: ({ volunteer, wish }) => windowsMeet(volunteer.windows, wish.windows) === 'no',
  load: ({ volunteer }) => volunteer.openClaims >= volunteer.maxOpenClaims,
  away: ({ volunteer, now }) => volunteer.backAt !== null && now < volunteer.backAt,
};
const HINDRANCE_NAMES = Object.keys(HINDRANCES) as Blocker[];
const HINDERS = HINDRANCE_NAMES.map((name) => HINDRANCES[name]);

/** Scores a volunteer and a wish at an instant: adds up the points of `policy` for everything that applies, and lists the
 *  reasons. Pure: the same in the feed, in a plan and in an explanation. Source of the licence rule: 志愿服务条例,
 *  art. 13–19 (R1.6). */
export function score(policy: MatchPolicy, volunteer: VolunteerFacts, wish: WishFacts, now: Date): Score {
  const pair = pairOf(policy, volunteer, wish, now);
  const parts = CLUE_NAMES.flatMap((clue): Part[] => {
    const points = MATCH_SIGNALS[clue].points(pair);
    return points === 0 ? [] : [{ clue, points, fact: MATCH_SIGNALS[clue].fact(pair) }];
  });
  return {
    points: pointsOf(pair),
    parts: parts.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    hindrances: HINDRANCE_NAMES.filter((name) => HINDRANCES[name](pair)),
  };
}

/** Only the points of a pair; undefined when something hinders it. A plan calls it several hundred thousand times. */
export function pointsUnhindered(
  policy: MatchPolicy,
  volunteer: VolunteerFacts,
  wish: WishFacts,
  now: Date,
): number | undefined {
  const pair = pairOf(policy, volunteer, wish, now);
  for (const hinders of HINDERS) if (hinders(pair)) return undefined;
  return pointsOf(pair);
}

const pairOf = (policy: MatchPolicy, volunteer: VolunteerFacts, wish: WishFacts, now: Date): Pair => ({
  policy,
  volunteer,
  wish,
  now,
  ring: ringBetween(volunteer.homePath, wish.unitPath),
});

function pointsOf(pair: Pair): number {
  let points = pair.policy.met;
  for (const pointsFor of CLUE_POINTS) points += pointsFor(pair);
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
export function ringBetween(home: string, place: string): Ring {
  let shared = -1; // both begin with a slash, which is no unit
  for (let at = 0; at < home.length && home[at] === place[at]; at += 1) if (home[at] === '/') shared += 1;
  // /district/town/community/grid/: a path without a grid counts as the same community.
  return RING_OF_DEPTH[Math.min(shared, RING_OF_DEPTH.length - 1)] ?? 'district';
}
const RING_OF_DEPTH: readonly Ring[] = ['district', 'district', 'town', 'community', 'grid'];

/** Whether two lists of weekly times overlap; `open` when one of them is empty. */
export function windowsMeet(a: readonly WeeklyWindow[], b: readonly WeeklyWindow[]): 'yes' | 'no' | 'open' {
  if (a.length === 0 || b.length === 0) return 'open';
  const meet = a.some((one) =>
    b.some((other) => one.weekday === other.weekday && one.fromMin < other.untilMin && other.fromMin < one.untilMin),
  );
  return meet ? 'yes' : 'no';
}
