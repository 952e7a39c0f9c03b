export { assign, type Assignment, type AssignmentProblem, type Progress } from './assign.js';
export { benchMatching, type MatchBench } from './bench/match-bench.js';
export { FIRST_MATCH_POLICY, type MatchPolicy } from './match.policy.js';
export { score, type Score, type VolunteerFacts, type WishFacts } from './score.js';
