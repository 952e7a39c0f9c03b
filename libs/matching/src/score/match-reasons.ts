import type { MatchReason, MatchResponse } from '../matching.dto.js';
import type { Score, ScoreComponent } from './score.js';

/** The reasons of a score without points, because people are not compared. */
export const reasonsOf = (components: ScoreComponent[]): MatchReason[] =>
  components.map(({ points, ...reason }) => ({ ...reason, speaksFor: points > 0 }));

/** A score as it is shown. */
export const matchOf = ({ components, blockers }: Pick<Score, 'components' | 'blockers'>): MatchResponse => ({
  reasons: reasonsOf(components),
  blockers,
});
