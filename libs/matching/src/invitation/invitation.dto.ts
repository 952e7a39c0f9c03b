import { IsISO8601, IsOptional, IsUUID } from 'class-validator';
import { WishCard } from '#libs/wishes';
import { MatchReasonResponse } from '../matching.dto.js';

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
export class InvitationResponse {
  id: string;
  wish: WishCard;
  reasons: MatchReasonResponse[];
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
