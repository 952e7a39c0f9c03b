import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { EraseAccount } from '../people/erase-account.js';
import { RetentionRules } from '../people/retention-rules.js';
import { IdResponse } from './identity.dto.js';
import {
  EraseAccountBody,
  OwnErasureResponse,
  RetentionRulesResponse,
  RetentionRulesBody,
  VersionResponse,
} from './retention.dto.js';
import { POLICY_READ, POLICY_SET } from '../identity.permissions.js';

@ApiTags('identity')
@Controller()
export class RetentionController {
  constructor(
    private readonly rules: RetentionRules,
    private readonly eraseAccount: EraseAccount,
  ) {}

  /** Returns how long personal data is kept, what is kept longer and why, and how much was erased when. */
  @Get('policies/retention')
  @Requires(POLICY_READ)
  retentionRules(@CurrentActor() actor: Actor): Promise<RetentionRulesResponse> {
    return this.rules.current(actor);
  }

  /** Sets the retention periods. */
  @Put('policies/retention')
  @Requires(POLICY_SET)
  @Idempotent()
  setRetentionRules(@CurrentActor() actor: Actor, @Body() body: RetentionRulesBody): Promise<VersionResponse> {
    return this.rules.set(actor, body);
  }

  /** Returns whether the account can be deleted, and whether a deletion is pending. */
  @Get('me/erasure')
  @Requires(SELF)
  ownErasure(@CurrentActor() actor: Actor): Promise<OwnErasureResponse> {
    return this.eraseAccount.status(actor);
  }

  /** Requests deletion of the signed-in person's account. It can be withdrawn until it is carried out. */
  @Post('me/erasure')
  @Requires(SELF)
  askForErasure(@CurrentActor() actor: Actor, @Body() body: EraseAccountBody): Promise<IdResponse> {
    return this.eraseAccount.request(actor, body);
  }

  /** Withdraws the request for deletion. */
  @Delete('me/erasure')
  @HttpCode(200)
  @Requires(SELF)
  withdrawErasure(@CurrentActor() actor: Actor): Promise<IdResponse> {
    return this.eraseAccount.withdraw(actor);
  }
}
