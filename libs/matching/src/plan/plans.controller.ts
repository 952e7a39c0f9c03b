import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, PageQuery, Requires, type Actor } from '#libs/platform';
import { RequestPlan } from './request-plan.js';
import { EditPlan } from './edit-plan.js';
import {
  RequestPlanBody,
  BasedOnBody,
  EditPlanBody,
  PlanResponse,
  PlanAskedResponse,
  PlanEditedResponse,
  PlanIdParam,
  PlanPage,
  PlanWishesQuery,
  PlannedWishParam,
  PlannedWishesPage,
} from './plan.dto.js';
import { PlansQueries } from './plans.queries.js';
import { SendPlan } from './send-plan.js';
import { PLAN_MAKE, PLAN_READ } from '../matching.permissions.js';

@ApiTags('matching')
@Controller('match-plans')
export class PlansController {
  constructor(
    private readonly ask: RequestPlan,
    private readonly editPlan: EditPlan,
    private readonly sendPlan: SendPlan,
    private readonly queries: PlansQueries,
  ) {}

  /** Requests a plan for the open wishes of a unit; a job computes it. */
  @Post()
  @HttpCode(202)
  @Requires(PLAN_MAKE)
  @Idempotent()
  make(@CurrentActor() actor: Actor, @Body() { unitId }: RequestPlanBody): Promise<PlanAskedResponse> {
    return this.ask.execute(actor, unitId);
  }

  /** Lists the plans of the caller's units, newest first. */
  @Get()
  @Requires(PLAN_READ)
  list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<PlanPage> {
    return this.queries.list(actor, query);
  }

  /** Shows one plan: its progress, its size, and the state of its invitations. */
  @Get(':planId')
  @Requires(PLAN_READ)
  one(@CurrentActor() actor: Actor, @Param() { planId }: PlanIdParam): Promise<PlanResponse> {
    return this.queries.one(actor, planId);
  }

  /** Lists the wishes of a plan: proposed volunteers with reasons, the next candidates, and why places stay empty. */
  @Get(':planId/wishes')
  @Requires(PLAN_READ)
  wishes(
    @CurrentActor() actor: Actor,
    @Param() { planId }: PlanIdParam,
    @Query() query: PlanWishesQuery,
  ): Promise<PlannedWishesPage> {
    return this.queries.wishesOf(actor, planId, query);
  }

  /** Changes the volunteers proposed for a wish: others, fewer, or none. */
  @Put(':planId/wishes/:wishId')
  @Requires(PLAN_MAKE)
  @Idempotent()
  edit(
    @CurrentActor() actor: Actor,
    @Param() param: PlannedWishParam,
    @Body() body: EditPlanBody,
  ): Promise<PlanEditedResponse> {
    return this.editPlan.execute(actor, { ...param, ...body });
  }

  /** Sends the plan as invitations; a job does it. */
  @Post(':planId/sending')
  @HttpCode(202)
  @Requires(PLAN_MAKE)
  @Idempotent()
  send(
    @CurrentActor() actor: Actor,
    @Param() { planId }: PlanIdParam,
    @Body() { basedOn }: BasedOnBody,
  ): Promise<PlanAskedResponse> {
    return this.sendPlan.execute(actor, planId, basedOn);
  }

  /** Cancels a plan that is being computed or was not sent. */
  @Post(':planId/cancellation')
  @HttpCode(200)
  @Requires(PLAN_MAKE)
  @Idempotent()
  cancel(@CurrentActor() actor: Actor, @Param() { planId }: PlanIdParam): Promise<PlanAskedResponse> {
    return this.ask.cancel(actor, planId);
  }
}
