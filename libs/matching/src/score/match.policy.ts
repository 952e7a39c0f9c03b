/** Weights of the match score, in points. A district sets them like any other policy; `DEFAULT_MATCH_POLICY` holds the
 *  defaults. They do not compare people: points belong to a pair of a wish and a volunteer and are shown only as reasons. */
export interface MatchPolicy {
  /** Base points of every pair. */
  base: number;
  /** The volunteer has the skill that the wish needs. */
  skill: number;
  /** The volunteer does not have this skill but another one of the same category. */
  relatedSkill: number;
  /** Bonus for the licence that the wish requires; without it the wish may not be claimed. */
  licence: number;
  /** By distance from the volunteer's home: the same grid, community, town, or farther. */
  distance: { grid: number; community: number; town: number; district: number };
  urgent: number;
  /** For each day that the wish has waited, at most `mostDays`. */
  waiting: { perDay: number; mostDays: number };
  /** The volunteer speaks the language that the wish asks for. */
  language: number;
  /** The volunteer likes, or prefers to avoid, the category of the wish. */
  liked: number;
  disliked: number;
  /** Their times overlap, if both have stated times. */
  time: number;
  /** Cost of further wishes in a plan: a volunteer's n-th wish costs `load` × (n − 1). */
  load: number;
}

export const DEFAULT_MATCH_POLICY: MatchPolicy = {
  base: 1_000,
  skill: 400,
  relatedSkill: 120,
  licence: 150,
  distance: { grid: 300, community: 200, town: 80, district: 0 },
  urgent: 250,
  waiting: { perDay: 10, mostDays: 30 },
  language: 150,
  liked: 100,
  disliked: -300,
  time: 100,
  load: 80,
};
