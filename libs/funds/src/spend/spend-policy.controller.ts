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

  /** The rules of spending that were and are in force, and drafts of the next. */
  @Get()
  @Requires(POLICY_READ)
  policies(): Promise<SpendPoliciesAnswer> {
    return this.queries.policies();
  }

  /** Begins a draft with what is in force. */
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

  /** What if: judges the requests of a year by the draft, and tells what would have gone another way. Changes nothing. */
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

  /** Puts the draft in force as the next version. */
  @Post('drafts/:draftId/publication')
  @HttpCode(200)
  @Requires(POLICY_SET)
  @Idempotent()
  publish(@CurrentActor() actor: Actor, @Param() { draftId }: DraftIdParam): Promise<PolicyVersionAnswer> {
    return this.setting.putInForce(actor, draftId);
  }
}
