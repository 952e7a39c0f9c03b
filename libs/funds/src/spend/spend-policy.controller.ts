import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { SetSpendPolicy } from './set-spend-policy.js';
import {
  DraftIdParam,
  PolicyVersionResponse,
  ReplayBody,
  SpendPoliciesResponse,
  SpendPolicyBody,
  SpendReplayResponse,
} from './spend-policy.dto.js';
import { SpendPolicyQueries } from './spend-policy.queries.js';
import { SpendIdResponse } from './spend.dto.js';
import { POLICY_READ, POLICY_SET } from '#libs/identity';

@ApiTags('policies')
@Controller('policies/spend')
export class SpendPolicyController {
  constructor(
    private readonly setting: SetSpendPolicy,
    private readonly queries: SpendPolicyQueries,
  ) {}

  /** Past and present versions of the spending policy, and drafts of the next. */
  @Get()
  @Requires(POLICY_READ)
  policies(): Promise<SpendPoliciesResponse> {
    return this.queries.policies();
  }

  /** Creates a draft from the policy in force. */
  @Post('drafts')
  @Requires(POLICY_SET)
  @Idempotent()
  begin(@CurrentActor() actor: Actor): Promise<SpendIdResponse> {
    return this.setting.begin(actor);
  }

  @Put('drafts/:draftId')
  @Requires(POLICY_SET)
  edit(
    @CurrentActor() actor: Actor,
    @Param() { draftId }: DraftIdParam,
    @Body() body: SpendPolicyBody,
  ): Promise<SpendIdResponse> {
    return this.setting.edit(actor, draftId, {
      ...body,
      validFrom: body.validFrom ?? null,
      validUntil: body.validUntil ?? null,
    });
  }

  @Delete('drafts/:draftId')
  @Requires(POLICY_SET)
  discard(@CurrentActor() actor: Actor, @Param() { draftId }: DraftIdParam): Promise<SpendIdResponse> {
    return this.setting.discard(actor, draftId);
  }

  /** Simulation: assesses a year's requests under the draft and returns those with a different result. Changes nothing. */
  @Post('drafts/:draftId/replays')
  @HttpCode(200)
  @Requires(POLICY_SET)
  replay(
    @CurrentActor() actor: Actor,
    @Param() { draftId }: DraftIdParam,
    @Body() { year }: ReplayBody,
  ): Promise<SpendReplayResponse> {
    return this.queries.replay(actor, draftId, year);
  }

  /** Publishes the draft as the next version. */
  @Post('drafts/:draftId/publication')
  @HttpCode(200)
  @Requires(POLICY_SET)
  @Idempotent()
  publish(@CurrentActor() actor: Actor, @Param() { draftId }: DraftIdParam): Promise<PolicyVersionResponse> {
    return this.setting.putInForce(actor, draftId);
  }
}
