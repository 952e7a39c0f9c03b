import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { SetSpendPolicy } from './set-spend-policy.js';
import {
  DraftIdParam,
  PolicyVersionAnswer,
  ReplayBody,
  SpendPoliciesAnswer,
  SpendPolicyBody,
  SpendReplayAnswer,
} from './spend-policy.dto.js';
import { SpendPolicyQueries } from './spend-policy.queries.js';
import { SpendIdAnswer } from './spend.dto.js';
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
  policies(): Promise<SpendPoliciesAnswer> {
    return this.queries.policies();
  }

  /** Creates a draft from the policy in force. */
  @Post('drafts')
  @Requires(POLICY_SET)
  @Idempotent()
  begin(@CurrentActor() actor: Actor): Promise<SpendIdAnswer> {
    return this.setting.begin(actor);
  }

  @Put('drafts/:draftId')
  @Requires(POLICY_SET)
  edit(
    @CurrentActor() actor: Actor,
    @Param() { draftId }: DraftIdParam,
    @Body() body: SpendPolicyBody,
  ): Promise<SpendIdAnswer> {
    return this.setting.edit(actor, draftId, {
      ...body,
      validFrom: body.validFrom ?? null,
      validUntil: body.validUntil ?? null,
    });
  }

  @Delete('drafts/:draftId')
  @Requires(POLICY_SET)
  discard(@CurrentActor() actor: Actor, @Param() { draftId }: DraftIdParam): Promise<SpendIdAnswer> {
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
  ): Promise<SpendReplayAnswer> {
    return this.queries.replay(actor, draftId, year);
  }

  /** Publishes the draft as the next version. */
  @Post('drafts/:draftId/publication')
  @HttpCode(200)
  @Requires(POLICY_SET)
  @Idempotent()
  publish(@CurrentActor() actor: Actor, @Param() { draftId }: DraftIdParam): Promise<PolicyVersionAnswer> {
    return this.setting.putInForce(actor, draftId);
  }
}
