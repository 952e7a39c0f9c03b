import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { ExplainMatch } from './explain-match.js';
import { RescueQueries } from './rescue.queries.js';
import { FeedQueries, inWords } from './feed.queries.js';
import { MatchPolicies } from './match-policies.js';
import {
  FeedPage,
  FeedQuery,
  MatchAnswer,
  MatchRulesAnswer,
  MatchedWishParam,
  RescueAnswer,
  SetMatchRulesBody,
} from './matching.dto.js';

@ApiTags('matching')
@Controller()
export class MatchingController {
  constructor(
    private readonly explain: ExplainMatch,
    private readonly feed: FeedQueries,
    private readonly policies: MatchPolicies,
    private readonly rescue: RescueQueries,
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

  /** What could save a wish that nobody takes. */
  @Get('wishes/:wishId/rescue')
  @Requires('plan.read')
  rescueOf(@CurrentActor() actor: Actor, @Param() { wishId }: MatchedWishParam): Promise<RescueAnswer> {
    return this.rescue.of(actor, wishId);
  }

  /** What a match is worth, and when a wish is shown farther away. */
  @Get('policies/matching')
  @Requires('policy.read')
  rules(): Promise<MatchRulesAnswer> {
    return this.policies.current();
  }

  /** Puts new weights and rings in force; plans that were made keep theirs. */
  @Put('policies/matching')
  @Requires('policy.set')
  @Idempotent()
  setRules(@CurrentActor() actor: Actor, @Body() body: SetMatchRulesBody): Promise<MatchRulesAnswer> {
    return this.policies.set(actor, body as SetMatchRulesBody & MatchRulesAnswer);
  }
}
