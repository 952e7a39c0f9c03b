import { Module } from '@nestjs/common';
import { VolunteersModule } from '#libs/volunteers';
import { WishesModule } from '#libs/wishes';
import { ExplainMatch } from './explain-match.js';
import { FeedQueries } from './feed.queries.js';
import { MatchFacts } from './match-facts.js';
import { MatchingController } from './matching.controller.js';

export { benchMatching } from './bench/match-bench.js';
export { ExplainMatch } from './explain-match.js';
export { matchingSchema } from './matching.schema.js';

/** Which volunteer for which wish. */
@Module({
  imports: [VolunteersModule, WishesModule],
  providers: [MatchFacts, ExplainMatch, FeedQueries],
  exports: [ExplainMatch, FeedQueries],
})
export class MatchingModule {}

@Module({ imports: [MatchingModule], controllers: [MatchingController] })
export class MatchingHttpModule {}
