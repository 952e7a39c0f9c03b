import type { Reach, WeeklyWindow } from '#libs/volunteers';
import type { MatchPolicy } from './match.policy.js';

/** The smallest unit that two places share. */
export type Ring = Reach;

/** What matching knows of a volunteer. */
export interface VolunteerFacts {
  id: string;
  strengths: readonly string[];
  /** Of what she is good at. */
  branches: readonly string[];
  /** Verified and valid today. */
  licences: readonly string[];
  languages: readonly string[];
  /** Of her home: `/district/town/community/`, with the grid below it where it is known. */
  homePath: string;
  /** How far she goes. */
  reach: Reach;
  /** When she has time; none: whenever it suits. */
  windows: readonly WeeklyWindow[];
  liked: readonly string[];
  disliked: readonly string[];
  /** Away until then. */
  backAt: Date | null;
  openClaims: number;
  maxOpenClaims: number;
}

/** What matching knows of a wish; nothing of it tells who it is for. */
export interface WishFacts {
  id: string;
  unitPath: string;
  category: string;
  strength: string | null;
  /** Of the strength that it takes. */
  branch: string | null;
  licence: string | null;
  language: string | null;
  /** When it suits; none: whenever. */
  windows: readonly WeeklyWindow[];
  isUrgent: boolean;
  openedAt: Date;
}

export type Clue =
  'strength' | 'kin' | 'licence' | 'ring' | 'urgent' | 'waiting' | 'language' | 'liked' | 'disliked' | 'time';

/** One thing that speaks for a pair, or against it. */
export interface Part {
  clue: Clue;
  points: number;
  /** What its words tell: a code, or a number of days. */
  fact: string | number;
}

/** `licence` is the law's, and blocks; the others warn a person, and keep a plan from making the pair. */
export type Hindrance = 'licence' | 'reach' | 'time' | 'load' | 'away';

export interface Score {
  points: number;
  /** The weightiest first. */
  parts: Part[];
  hindrances: Hindrance[];
}

const DAY_MS = 86_400_000;

/** The nearest ring first. */
const DISTANCE: Record<Ring, number> = { grid: 0, community: 1, town: 2, district: 3 };

/** A pair at an instant. */
interface Pair {
  policy: MatchPolicy;
  volunteer: VolunteerFacts;
  wish: WishFacts;
  now: Date;
  ring: Ring;
}

/** Every clue: its points for a pair, none where it says nothing, and what its words tell. */
const CLUES: Record<Clue, { points: (pair: Pair) => number; fact: (pair: Pair) => string | number }> = {
  strength: {
    points: ({ policy, volunteer, wish }) => (includes(volunteer.strengths, wish.strength) ? policy.strength : 0),
    fact: ({ wish }) => wish.strength ?? '',
  },
  kin: {
    points: ({ policy, volunteer, wish }) =>
      includes(volunteer.branches, wish.branch) && !includes(volunteer.strengths, wish.strength) ? policy.kin : 0,
    fact: ({ wish }) => wish.branch ?? '',
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
const CLUE_NAMES = Object.keys(CLUES) as Clue[];
const CLUE_POINTS = CLUE_NAMES.map((name) => CLUES[name].points);

const HINDRANCES: Record<Hindrance, (pair: Pair) => boolean> = {
  licence: ({ volunteer, wish }) => wish.licence !== null && !includes(volunteer.licences, wish.licence),
  reach: ({ volunteer, ring }) => DISTANCE[ring] > DISTANCE[volunteer.reach],
  time: ({ volunteer, wish }) => windowsMeet(volunteer.windows, wish.windows) === 'no',
  load: ({ volunteer }) => volunteer.openClaims >= volunteer.maxOpenClaims,
  away: ({ volunteer, now }) => volunteer.backAt !== null && now < volunteer.backAt,
};
const HINDRANCE_NAMES = Object.keys(HINDRANCES) as Hindrance[];
const HINDERS = HINDRANCE_NAMES.map((name) => HINDRANCES[name]);

/** What a volunteer and a wish are worth to each other at an instant, and why: the points of `policy` for everything that
 *  holds, added up. Pure: the same in the feed, in a plan and in an explanation. Source of the licence's rule: 志愿服务条例,
 *  art. 13–19 (the domain page, 1). */
export function score(policy: MatchPolicy, volunteer: VolunteerFacts, wish: WishFacts, now: Date): Score {
  const pair = pairOf(policy, volunteer, wish, now);
  const parts = CLUE_NAMES.flatMap((clue): Part[] => {
    const points = CLUES[clue].points(pair);
    return points === 0 ? [] : [{ clue, points, fact: CLUES[clue].fact(pair) }];
  });
  return {
    points: pointsOf(pair),
    parts: parts.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    hindrances: HINDRANCE_NAMES.filter((name) => HINDRANCES[name](pair)),
  };
}

/** The points alone of a pair that nothing hinders, else nothing: what a plan asks some hundred thousand times. */
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

/** What the n-th wish costs that a volunteer takes on beside those that she has: each costs more than the one before. */
export const loadCost =
  (policy: MatchPolicy) =>
  (n: number): number =>
    policy.load * (n - 1);

/** The smallest unit that two paths of units share. */
export function ringBetween(home: string, place: string): Ring {
  let shared = -1; // the slash that both begin with
  for (let at = 0; at < home.length && home[at] === place[at]; at += 1) if (home[at] === '/') shared += 1;
  // /district/town/community/grid/: a community alone counts as near as its own.
  return RING_OF_DEPTH[Math.min(shared, RING_OF_DEPTH.length - 1)] ?? 'district';
}
const RING_OF_DEPTH: readonly Ring[] = ['district', 'district', 'town', 'community', 'grid'];

/** Whether two people who have said when find a common time; `open` where one of them has not. */
export function windowsMeet(a: readonly WeeklyWindow[], b: readonly WeeklyWindow[]): 'yes' | 'no' | 'open' {
  if (a.length === 0 || b.length === 0) return 'open';
  const meet = a.some((one) =>
    b.some((other) => one.weekday === other.weekday && one.fromMin < other.untilMin && other.fromMin < one.untilMin),
  );
  return meet ? 'yes' : 'no';
}
