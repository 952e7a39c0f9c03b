export { matchingContract } from './matching.contract.js';
export * from './matching.permissions.js';
export { InvitationsExhausted, VolunteerInvited } from './matching.events.js';
export { benchMatching } from './bench/match-bench.js';
export { ExplainMatch } from './score/explain-match.js';
export { MatchingHttpModule, MatchingModule } from './matching.module.js';
