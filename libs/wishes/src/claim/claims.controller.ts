import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, PageQuery, ReasonBody, Requires, type Actor } from '#libs/platform';
import { BeginClaim } from './begin-claim.js';
import { ExtendClaim } from './extend-claim.js';
import { ReassignClaim } from './reassign-claim.js';
import { ReleaseClaim } from './release-claim.js';
import { ClaimWish } from './claim-wish.js';
import { FulfilWish } from '../wish/fulfil-wish.js';
import { ClaimAnswerBody, ClaimStepResponse, MyClaimsPage, WishStepResponse } from '../wish/wish-answers.dto.js';
import { ClaimBody, ClaimIdParam, ExtendClaimBody, FulfilBody, ReassignBody, WishIdParam } from '../wish/wishes.dto.js';
import { WishesQueries } from '../wish/wishes.queries.js';
import { CLAIM_MANAGE, WISH_CLAIM } from '../wishes.permissions.js';

@ApiTags('claims')
@Controller()
export class ClaimsController {
  constructor(
    private readonly claimWish: ClaimWish,
    private readonly beginClaim: BeginClaim,
    private readonly extendClaim: ExtendClaim,
    private readonly releaseClaim: ReleaseClaim,
    private readonly reassignClaim: ReassignClaim,
    private readonly fulfilWish: FulfilWish,
    private readonly queries: WishesQueries,
  ) {}

  /** Claims a free place of an open wish. */
  @Post('wishes/:wishId/claims')
  @Requires(WISH_CLAIM)
  @Idempotent()
  claim(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: ClaimBody,
  ): Promise<ClaimAnswerBody> {
    return this.claimWish.execute(actor, { wishId, promisedAt: new Date(body.promisedAt) });
  }

  /** The caller's claims, newest first. */
  @Get('me/claims')
  @Requires(WISH_CLAIM)
  mine(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<MyClaimsPage> {
    return this.queries.myClaims(actor, query);
  }

  /** Records the first contact. */
  @Post('claims/:claimId/start')
  @HttpCode(200)
  @Requires(WISH_CLAIM)
  @Idempotent()
  start(@CurrentActor() actor: Actor, @Param() { claimId }: ClaimIdParam): Promise<ClaimStepResponse> {
    return this.beginClaim.execute(actor, claimId);
  }

  /** Releases the claimed place, with a reason. */
  @Post('claims/:claimId/release')
  @HttpCode(200)
  @Requires(WISH_CLAIM)
  @Idempotent()
  release(
    @CurrentActor() actor: Actor,
    @Param() { claimId }: ClaimIdParam,
    @Body() body: ReasonBody,
  ): Promise<ClaimStepResponse> {
    return this.releaseClaim.execute(actor, claimId, body.reason);
  }

  /** Extends the promised time, once. */
  @Post('claims/:claimId/extension')
  @HttpCode(200)
  @Requires(WISH_CLAIM)
  @Idempotent()
  extend(
    @CurrentActor() actor: Actor,
    @Param() { claimId }: ClaimIdParam,
    @Body() { promisedAt, reason }: ExtendClaimBody,
  ): Promise<ClaimStepResponse> {
    return this.extendClaim.execute(actor, claimId, { promisedAt: new Date(promisedAt), reason });
  }

  /** Gives a claimed place to another volunteer. */
  @Post('claims/:claimId/reassignment')
  @HttpCode(200)
  @Requires(CLAIM_MANAGE)
  @Idempotent()
  reassign(
    @CurrentActor() actor: Actor,
    @Param() { claimId }: ClaimIdParam,
    @Body() body: ReassignBody,
  ): Promise<ClaimAnswerBody> {
    return this.reassignClaim.execute(actor, claimId, { ...body, promisedAt: new Date(body.promisedAt) });
  }

  /** Records what was done, when and in how many hours. */
  @Post('wishes/:wishId/fulfilment')
  @HttpCode(200)
  @Requires(WISH_CLAIM)
  @Idempotent()
  fulfil(
    @CurrentActor() actor: Actor,
    @Param() { wishId }: WishIdParam,
    @Body() body: FulfilBody,
  ): Promise<WishStepResponse> {
    return this.fulfilWish.execute(actor, wishId, body);
  }
}
