import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, Requires, type Actor } from '#libs/platform';
import { AnswerInvitation } from './answer-invitation.js';
import {
  AcceptInvitationBody,
  InvitationAcceptedResponse,
  InvitationDeclinedResponse,
  InvitationIdParam,
  InvitationsResponse,
} from './invitation.dto.js';
import { InvitationsQueries } from './invitations.queries.js';
import { WISH_CLAIM } from '#libs/wishes';

@ApiTags('matching')
@Controller()
export class InvitationsController {
  constructor(
    private readonly answer: AnswerInvitation,
    private readonly queries: InvitationsQueries,
  ) {}

  /** Lists the reader's invitations that wait for an answer, at most 50. */
  @Get('me/invitations')
  @Requires(WISH_CLAIM)
  async mine(@CurrentActor() actor: Actor): Promise<InvitationsResponse> {
    return { items: await this.queries.open(actor) };
  }

  /** Accepts an invitation; it becomes an ordinary claim. */
  @Post('invitations/:invitationId/acceptance')
  @HttpCode(200)
  @Requires(WISH_CLAIM)
  @Idempotent()
  accept(
    @CurrentActor() actor: Actor,
    @Param() { invitationId }: InvitationIdParam,
    @Body() { promisedAt }: AcceptInvitationBody,
  ): Promise<InvitationAcceptedResponse> {
    return this.answer.accept(actor, invitationId, promisedAt ? new Date(promisedAt) : undefined);
  }

  /** Declines an invitation without a reason; another volunteer is invited. */
  @Post('invitations/:invitationId/decline')
  @HttpCode(200)
  @Requires(WISH_CLAIM)
  @Idempotent()
  decline(
    @CurrentActor() actor: Actor,
    @Param() { invitationId }: InvitationIdParam,
  ): Promise<InvitationDeclinedResponse> {
    return this.answer.decline(actor, invitationId);
  }
}
