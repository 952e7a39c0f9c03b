/** What a match is worth, in points. A district sets it like any other policy; these are the first. None of it compares people:
 *  points belong to a pair of a wish and a volunteer, are kept nowhere and shown as words. */
export interface MatchPolicy {
  /** That a wish is met at all. */
  met: number;
  /** She is good at what it takes. */
  strength: number;
  /** She is good at something near to it: of the same branch. */
  kin: number;
  /** She holds the licence that it takes, beyond being allowed to. */
  licence: number;
  /** From her home: the same grid, community, town, or farther. */
  ring: { grid: number; community: number; town: number; district: number };
  urgent: number;
  /** For each day that the wish has waited, up to `mostDays`. */
  waiting: { perDay: number; mostDays: number };
  /** She speaks what the person speaks. */
  language: number;
  /** She likes, or would rather not do, what it is about. */
  liked: number;
  disliked: number;
  /** Their times meet, where both have said when. */
  time: number;
  /** What each wish costs that she has already; the next costs as much more again. */
  load: number;
}

export const FIRST_MATCH_POLICY: MatchPolicy = {
  met: 1_000,
  strength: 400,
  kin: 120,
  licence: 150,
  ring: { grid: 300, community: 200, town: 80, district: 0 },
  urgent: 250,
  waiting: { perDay: 10, mostDays: 30 },
  language: 150,
  liked: 100,
  disliked: -300,
  time: 100,
  load: 80,
};
