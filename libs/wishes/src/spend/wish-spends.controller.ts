import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { SPEND_REQUEST, SpendFormBody, SpendIdResponse, SpendRequestIdParam } from '#libs/funds';
import { WishCardsResponse } from '../wish/wish-answers.dto.js';
import { CompanionsQuery, WishIdParam } from '../wish/wishes.dto.js';
import { WishesQueries } from '../wish/wishes.queries.js';
import { RequestSpend } from './request-spend.js';

@ApiTags('funds')
@Controller()
export class WishSpendsController {
  constructor(
    private readonly requestSpend: RequestSpend,
    private readonly queries: WishesQueries,
  ) {}

  /** Requests money from the community's fund for a wish, or for several together. */
  @Post('wishes/:wishId/spend-requests')
  @Requires(SPEND_REQUEST)
  @Idempotent()
  spend(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: SpendFormBody,
  ): Promise<SpendIdResponse> {
    return this.requestSpend.execute(actor, wishId, body);
  }

  /** Wishes for which money can be requested together with this one: those of the same category first, at most 30. */
  @Get('wishes/:wishId/spend-companions')
  @Requires(SPEND_REQUEST)
  async companions(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Query() query: CompanionsQuery,
  ): Promise<WishCardsResponse> {
    return { items: await this.queries.companions(actor, wishId, query) };
  }

  /** Saves a draft again, or submits a new version of a returned request. */
  @Post('spend-requests/:spendRequestId/versions')
  @HttpCode(200)
  @Requires(SPEND_REQUEST)
  @Idempotent()
  reviseSpend(
    @CurrentActor() actor: Actor,
    @Param() { spendRequestId }: SpendRequestIdParam,
    @Body() body: SpendFormBody,
  ): Promise<SpendIdResponse> {
    return this.requestSpend.revise(actor, spendRequestId, body);
  }
}
