import { Body, Controller, Get, HttpCode, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SELF, CurrentActor, Requires, Transactions, type Actor, type ApiReply } from '#libs/platform';
import {
  RecoveryCodesResponse,
  SecondFactorResponse,
  SecondFactorBody,
  SecondFactorCodeBody,
  SecondFactorSecretResponse,
} from './identity.dto.js';
import { needsSecondFactor } from '../permissions.js';
import { Sessions } from '../sign-in/sessions.js';
import { SetUpSecondFactor } from '../sign-in/set-up-second-factor.js';

@ApiTags('identity')
@Controller('me/second-factor')
export class SecondFactorController {
  constructor(
    private readonly setUp: SetUpSecondFactor,
    private readonly sessions: Sessions,
    private readonly transactions: Transactions,
  ) {}

  /** Returns whether the signed-in person has a second factor, whether they need one, and how many recovery codes are
   *  left. */
  @Get()
  @Requires(SELF)
  async state(@CurrentActor() actor: Actor): Promise<SecondFactorResponse> {
    const row = await this.transactions.row<{ setAt: Date | null; codesLeft: number }>(
      `SELECT f.set_at, (SELECT COUNT(*) FROM recovery_code c WHERE c.person_id = f.person_id AND c.used_at IS NULL) AS codes_left
       FROM second_factor f WHERE f.person_id = ?`,
      [actor.personId],
    );
    return {
      isNeeded: needsSecondFactor(actor.grants),
      setAt: row?.setAt ?? null,
      recoveryCodesLeft: Number(row?.codesLeft ?? 0),
    };
  }

  /** Creates a new secret for the person's authenticator; it becomes active with its first code. */
  @Post()
  @HttpCode(200)
  @Requires(SELF)
  begin(@CurrentActor() actor: Actor, @Body() { password }: SecondFactorBody): Promise<SecondFactorSecretResponse> {
    return this.setUp.begin(actor, password);
  }

  /** Activates the new secret with its first code. Returns the recovery codes, only this once. All other sessions end. */
  @Put()
  @Requires(SELF)
  async confirm(
    @CurrentActor() actor: Actor,
    @Body() { code }: SecondFactorCodeBody,
    @Res({ passthrough: true }) reply: ApiReply,
  ): Promise<RecoveryCodesResponse> {
    const { recoveryCodes, token } = await this.setUp.confirm(actor, code);
    this.sessions.setCookie(reply, token);
    return { recoveryCodes };
  }

  /** Issues new recovery codes and invalidates older ones. */
  @Post('recovery-codes')
  @HttpCode(200)
  @Requires(SELF)
  renew(@CurrentActor() actor: Actor): Promise<RecoveryCodesResponse> {
    return this.setUp.renewRecoveryCodes(actor);
  }
}
