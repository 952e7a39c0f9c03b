import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsIn, IsInt, IsOptional, IsUUID, Min } from 'class-validator';
import { PageQuery } from '#libs/platform';
import { WishCard } from '#libs/wishes';
import { ApiMatchReasons, BlockedCount, type MatchReason } from '../matching.dto.js';
import type { PlanStatus, Shortage } from './plan-codes.js';
import { PLAN_STEPS, type PlanStep } from './plan-steps.js';
import type { InvitationStatus } from '../invitation/invitation-codes.js';

const SHOWN = ['all', 'filled', 'short'] as const;

export class PlanIdParam {
  @IsUUID()
  planId: string;
}
export class PlannedWishParam extends PlanIdParam {
  @IsUUID()
  wishId: string;
}
export class RequestPlanBody {
  /** The unit whose open wishes are planned: a town, a community or a grid. */
  @IsUUID()
  unitId: string;
}
export class BasedOnBody {
  /** The version on which the change is based. @example 2 */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  basedOn: number;
}
export class EditPlanBody extends BasedOnBody {
  /** Chosen from the candidates of the wish; empty: no volunteer is invited. */
  @IsUUID(undefined, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(20)
  volunteerIds: string[];
}
export class PlanWishesQuery extends PageQuery {
  /** `filled`: only wishes with a proposed volunteer. `short`: only wishes with empty places. */
  @IsOptional()
  @IsIn(SHOWN)
  only?: (typeof SHOWN)[number];
}

export class PlanAskedResponse {
  id: string;
}
export class PlanEditedResponse {
  version: number;
}
export class InvitationCounts {
  open: number;
  accepted: number;
  declined: number;
  lapsed: number;
  withdrawn: number;
}
export class PlanResponse {
  id: string;
  unitId: string;
  unitName: string;
  status: PlanStatus;
  /** A job is working on it. */
  isUnderWay: boolean;
  /** It has a result, and was not cancelled. */
  isComputed: boolean;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: PLAN_STEPS, enumName: 'PlanStep', isArray: true })
  allowedSteps: PlanStep[];
  /** Version of the plan; every change must name it as `basedOn`. */
  version: number;
  /** Progress of the computation: `done` of `total`. */
  done: number;
  total: number;
  /** Open wishes that need helpers, and volunteers who were considered. */
  wishes: number;
  volunteers: number;
  /** Places of the wishes, and how many of them have a proposed volunteer. */
  places: number;
  filled: number;
  askedByName: string;
  askedAt: Date;
  computedAt: Date | null;
  sentAt: Date | null;
  invitations: InvitationCounts;
}
export class PlanPage {
  items: PlanResponse[];
  nextCursor: string | null;
}
export class PlannedVolunteer {
  id: string;
  name: string;
}
export class PlannedPairResponse extends PlannedVolunteer {
  /** Why they suit each other, most important reason first. */
  @ApiMatchReasons()
  reasons: MatchReason[];
  /** How many better candidates are needed for other wishes. */
  betterElsewhere: number;
  isChosenByHand: boolean;
  /** Status of the volunteer's invitation; null: none was sent. */
  invitation: InvitationStatus | null;
}
export class PlannedWishResponse {
  wish: WishCard;
  places: number;
  pairs: PlannedPairResponse[];
  /** Other candidates, best first; the first of them would be invited next. */
  others: PlannedVolunteer[];
  /** Why places stay empty. */
  shortage: Shortage | null;
  blocked: BlockedCount[];
}
export class PlannedWishesPage {
  items: PlannedWishResponse[];
  nextCursor: string | null;
}
