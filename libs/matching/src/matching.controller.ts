import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { POLICY_READ, POLICY_SET, RevokeRole } from '#libs/identity';
import { ExplainMatch } from './score/explain-match.js';
import { VolunteerOffboarding } from './volunteer-offboarding.js';
import { RescueQueries } from './feed/rescue.queries.js';
import { FeedQueries } from './feed/feed.queries.js';
import { matchOf } from './score/match-reasons.js';
import { MatchPolicies } from './score/match-policies.js';
import {
  FeedPage,
  FeedQuery,
  LeavingResponse,
  MatchResponse,
  MatchRulesResponse,
  MatchedWishParam,
  RescueResponse,
  SetMatchRulesBody,
} from './matching.dto.js';
import { VOLUNTEER_SELF } from '#libs/volunteers';
import { PLAN_READ } from './matching.permissions.js';
import { WISH_FEED } from '#libs/wishes';

@ApiTags('matching')
@Controller()
export class MatchingController {
  constructor(
    private readonly explain: ExplainMatch,
    private readonly feed: FeedQueries,
    private readonly policies: MatchPolicies,
    private readonly rescue: RescueQueries,
    private readonly offboarding: VolunteerOffboarding,
    private readonly people: RevokeRole,
  ) {}

  /** Lists open wishes, best match for the caller first; masked. A cursor is valid for half a day. */
  @Get('open-wishes')
  @Requires(WISH_FEED)
  openWishes(@CurrentActor() actor: Actor, @Query() query: FeedQuery): Promise<FeedPage> {
    return this.feed.page(actor, query);
  }

  /** Explains why an open wish suits the caller, and what speaks against claiming it. */
  @Get('matches/wishes/:wishId')
  @Requires(WISH_FEED)
  async ofWish(@CurrentActor() actor: Actor, @Param() { wishId }: MatchedWishParam): Promise<MatchResponse> {
    return matchOf(await this.explain.ofOwn(actor, wishId));
  }

  /** Counts the claims and invitations that leaving the volunteers would cancel. */
  @Get('volunteers/me/leaving')
  @Requires(VOLUNTEER_SELF)
  leaving(@CurrentActor() actor: Actor): Promise<LeavingResponse> {
    return this.offboarding.preview(actor);
  }

  /** Ends the caller's volunteer role. Claims are released, invitations pass to others, completed work stays. */
  @Post('volunteers/me/leaving')
  @HttpCode(200)
  @Requires(VOLUNTEER_SELF)
  @Idempotent()
  async leave(@CurrentActor() actor: Actor): Promise<LeavingResponse> {
    const cancels = await this.offboarding.preview(actor);
    await this.people.leave(actor, 'volunteer');
    return cancels;
  }

  /** Options for an open wish that no volunteer has claimed. */
  @Get('wishes/:wishId/rescue')
  @Requires(PLAN_READ)
  rescueOf(@CurrentActor() actor: Actor, @Param() { wishId }: MatchedWishParam): Promise<RescueResponse> {
    return this.rescue.of(actor, wishId);
  }

  /** The weights of the match score, and after how many days a wish is shown to a wider area. */
  @Get('policies/matching')
  @Requires(POLICY_READ)
  rules(): Promise<MatchRulesResponse> {
    return this.policies.current();
  }

  /** Publishes new weights and visibility; existing plans keep theirs. */
  @Put('policies/matching')
  @Requires(POLICY_SET)
  @Idempotent()
  setRules(@CurrentActor() actor: Actor, @Body() body: SetMatchRulesBody): Promise<MatchRulesResponse> {
    return this.policies.set(actor, body as SetMatchRulesBody & MatchRulesResponse);
  }
}
