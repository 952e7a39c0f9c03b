import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, IsOptional, IsUUID } from 'class-validator';
import { WishCard } from '#libs/wishes';
import { MatchResponse } from '../matching.dto.js';
import { INVITATION_STEPS, type InvitationStep } from './invitation-steps.js';

export class InvitationIdParam {
  @IsUUID()
  invitationId: string;
}
export class AcceptInvitationBody {
  /** By when the wish will be done; default: in a week. @example 2026-12-03T10:00:00.000Z */
  @IsOptional()
  @IsISO8601()
  promisedAt?: string;
}

/** An invitation that waits for an answer. */
export class InvitationResponse extends MatchResponse {
  id: string;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: INVITATION_STEPS, enumName: 'InvitationStep', isArray: true })
  allowedSteps: InvitationStep[];
  wish: WishCard;
  sentAt: Date;
  /** After this time the invitation passes to another volunteer. */
  answerBy: Date;
}
export class InvitationsResponse {
  items: InvitationResponse[];
}
export class InvitationAcceptedResponse {
  id: string;
  claimId: string;
}
export class InvitationDeclinedResponse {
  id: string;
}
