import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Idempotent, Public, Requires, type Actor } from '#libs/platform';
import {
  AuthorityRulesResponse,
  AuthorityRulesBody,
  IdResponse,
  PersonIdParam,
  ActivationCodeResponse,
  StopRecoveryBody,
} from './identity.dto.js';
import { AuthorityRules } from '../roles/authority-rules.js';
import { RecoverAccount } from '../sign-in/recover-account.js';
import { PERSON_MANAGE, POLICY_READ, POLICY_SET } from '../identity.permissions.js';

@ApiTags('identity')
@Controller()
export class RecoveriesController {
  constructor(
    private readonly recoverAccount: RecoverAccount,
    private readonly rules: AuthorityRules,
  ) {}

  /** Issues an activation code with which a person sets a password. An earlier code becomes void. */
  @Post('people/:personId/activation-code')
  @HttpCode(200)
  @Requires(PERSON_MANAGE)
  giveActivationCode(
    @CurrentActor() actor: Actor,
    @Param() { personId }: PersonIdParam,
  ): Promise<ActivationCodeResponse> {
    return this.recoverAccount.giveActivationCode(actor, personId);
  }

  /** Removes the second factor of a person who lost phone and recovery codes; their sessions end. */
  @Delete('people/:personId/second-factor')
  @Requires(PERSON_MANAGE)
  removeSecondFactor(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam): Promise<IdResponse> {
    return this.recoverAccount.removeSecondFactor(actor, personId);
  }

  /** Stops a recovery that the person did not request. A recovered account is locked until another code is issued. */
  @Delete('people/:personId/recovery')
  @Requires(PERSON_MANAGE)
  stop(@CurrentActor() actor: Actor, @Param() { personId }: PersonIdParam): Promise<IdResponse> {
    return this.recoverAccount.stop(actor, personId);
  }

  /** Stops a recovery of the signed-in person's account. */
  @Delete('me/recovery')
  @Requires(SELF)
  stopOwn(@CurrentActor() actor: Actor): Promise<IdResponse> {
    return this.recoverAccount.stopOwn({ actor });
  }

  /** Stops a recovery by the link in the message about it, without signing in. */
  @Post('public/recovery-stops')
  @HttpCode(204)
  @Public()
  async stopByLink(@Body() { token }: StopRecoveryBody): Promise<void> {
    await this.recoverAccount.stopOwn({ token });
  }

  /** Returns how long money permissions are suspended after a recovery, and how long people count as dependent on those
   *  who gave them a role or account access. */
  @Get('policies/authority')
  @Requires(POLICY_READ)
  authorityRules(): Promise<AuthorityRulesResponse> {
    return this.rules.current();
  }

  /** Sets the waiting times. */
  @Put('policies/authority')
  @Requires(POLICY_SET)
  @Idempotent()
  setAuthorityRules(@CurrentActor() actor: Actor, @Body() body: AuthorityRulesBody): Promise<AuthorityRulesResponse> {
    return this.rules.set(actor, body);
  }
}
