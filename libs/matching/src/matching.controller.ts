import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Requires, type Actor } from '#libs/platform';
import { ExplainMatch } from './explain-match.js';
import { FeedQueries, inWords } from './feed.queries.js';
import { FeedPage, FeedQuery, MatchAnswer, MatchedWishParam } from './matching.dto.js';

@ApiTags('matching')
@Controller()
export class MatchingController {
  constructor(
    private readonly explain: ExplainMatch,
    private readonly feed: FeedQueries,
  ) {}

  /** Open wishes, what suits the reader first; masked. A cursor is good for half a day. */
  @Get('open-wishes')
  @Requires('wish.feed')
  openWishes(@CurrentActor() actor: Actor, @Query() query: FeedQuery): Promise<FeedPage> {
    return this.feed.page(actor, query);
  }

  /** Why an open wish suits the reader, and what stands in its way. */
  @Get('matches/wishes/:wishId')
  @Requires('wish.feed')
  async ofWish(@CurrentActor() actor: Actor, @Param() { wishId }: MatchedWishParam): Promise<MatchAnswer> {
    return inWords(await this.explain.ofOwn(actor, wishId));
  }
}
