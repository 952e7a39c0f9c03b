import { shanghaiDay } from '#libs/platform';
import { REACHES, type Reach, type WeeklyWindow } from '#libs/volunteers';
import type { MatchPolicy } from './match.policy.js';
import { stepsOf } from './unit-path.js';

/** The smallest unit that two places share. */
export type Ring = Reach;

/** What matching knows of a volunteer. */
export interface VolunteerFacts {
  id: string;
  strengths: readonly string[];
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
  /** Away until the end of this Shanghai day. */
  awayUntil: string | null;
  openClaims: number;
  maxOpenClaims: number;
}

/** What matching knows of a wish; nothing of it tells who it is for. */
export interface WishFacts {
  id: string;
  unitPath: string;
  category: string;
  strength: string | null;
  licence: string | null;
  language: string | null;
  /** When it suits; none: whenever. */
  windows: readonly WeeklyWindow[];
  isUrgent: boolean;
  openedAt: Date;
}

export type Clue = 'strength' | 'licence' | 'ring' | 'urgent' | 'waiting' | 'language' | 'liked' | 'disliked' | 'time';

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

/** What a volunteer and a wish are worth to each other at an instant, and why: the points of `policy` for everything that
 *  holds, added up. Pure: the same in the feed, in a plan and in an explanation. Source of the licence's rule: 志愿服务条例,
 *  art. 13–19 (the domain page, 1). */
export function score(policy: MatchPolicy, volunteer: VolunteerFacts, wish: WishFacts, now: Date): Score {
  const ring = ringBetween(volunteer.homePath, wish.unitPath);
  const days = Math.max(0, Math.floor((now.getTime() - wish.openedAt.getTime()) / DAY_MS));
  const meets = windowsMeet(volunteer.windows, wish.windows);
  const part = (clue: Clue, points: number, fact: string | number, holds: boolean): Part[] =>
    holds && points !== 0 ? [{ clue, points, fact }] : [];
  const { strength, licence, language, category } = wish;
  const parts = [
    ...part('strength', policy.strength, strength ?? '', strength !== null && volunteer.strengths.includes(strength)),
    ...part('licence', policy.licence, licence ?? '', licence !== null && volunteer.licences.includes(licence)),
    ...part('ring', policy.ring[ring], ring, true),
    ...part('urgent', policy.urgent, '', wish.isUrgent),
    ...part('waiting', policy.waiting.perDay * Math.min(days, policy.waiting.mostDays), days, true),
    ...part('language', policy.language, language ?? '', language !== null && volunteer.languages.includes(language)),
    ...part('liked', policy.liked, category, volunteer.liked.includes(category)),
    ...part('disliked', policy.disliked, category, volunteer.disliked.includes(category)),
    ...part('time', policy.time, '', meets === 'yes'),
  ];
  const hindrances: [Hindrance, boolean][] = [
    ['licence', licence !== null && !volunteer.licences.includes(licence)],
    ['reach', REACHES.indexOf(ring) > REACHES.indexOf(volunteer.reach)],
    ['time', meets === 'no'],
    ['load', volunteer.openClaims >= volunteer.maxOpenClaims],
    ['away', volunteer.awayUntil !== null && shanghaiDay(now) <= volunteer.awayUntil],
  ];
  return {
    points: parts.reduce((sum, { points }) => sum + points, policy.met),
    parts: parts.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    hindrances: hindrances.flatMap(([name, holds]) => (holds ? [name] : [])),
  };
}

/** What the n-th wish costs that a volunteer takes on beside those that she has: each costs more than the one before. */
export const loadCost =
  (policy: MatchPolicy) =>
  (n: number): number =>
    policy.load * (n - 1);

/** The smallest unit that two paths of units share. */
export function ringBetween(home: string, place: string): Ring {
  const [a, b] = [stepsOf(home), stepsOf(place)];
  const common = a.findIndex((code, at) => code !== b[at]);
  const shared = common < 0 ? a.length : common;
  // /district/town/community/grid/: a community alone counts as near as its own.
  if (shared >= 4) return 'grid';
  if (shared === 3) return 'community';
  return shared === 2 ? 'town' : 'district';
}

/** Whether two people who have said when find a common time; `open` where one of them has not. */
export function windowsMeet(a: readonly WeeklyWindow[], b: readonly WeeklyWindow[]): 'yes' | 'no' | 'open' {
  if (a.length === 0 || b.length === 0) return 'open';
  const meet = a.some((one) =>
    b.some((other) => one.weekday === other.weekday && one.fromMin < other.untilMin && other.fromMin < one.untilMin),
  );
  return meet ? 'yes' : 'no';
}
