import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsIn, IsInt, IsOptional, IsUUID, Min } from 'class-validator';
import { PageQuery } from '#libs/platform';
import { WishCard } from '#libs/wishes';
import { MatchReasonAnswer } from '../matching.dto.js';
import type { Hindrance } from '../score.js';
import type { Shortage } from './plan-of.js';
import { PLAN_STATUSES } from './plans.js';

const SHOWN = ['all', 'filled', 'short'] as const;

export class PlanIdParam {
  @IsUUID()
  planId: string;
}
export class PlannedWishParam extends PlanIdParam {
  @IsUUID()
  wishId: string;
}
export class AskForPlanBody {
  /** Whose open wishes: a town, a community or a grid. */
  @IsUUID()
  unitId: string;
}
export class BasedOnBody {
  /** The version that was looked at. @example 2 */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  basedOn: number;
}
export class EditPlanBody extends BasedOnBody {
  /** Among the candidates of the wish; none: nobody is invited to it. */
  @IsUUID(undefined, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(20)
  volunteerIds: string[];
}
export class PlanWishesQuery extends PageQuery {
  /** Wishes for which somebody was found, or places of which stay empty. */
  @IsOptional()
  @IsIn(SHOWN)
  only?: (typeof SHOWN)[number];
}

export class PlanAskedAnswer {
  id: string;
}
export class PlanEditedAnswer {
  version: number;
}
export class InvitationCounts {
  open: number;
  accepted: number;
  declined: number;
  lapsed: number;
  withdrawn: number;
}
export class PlanAnswer {
  id: string;
  unitId: string;
  unitName: string;
  status: (typeof PLAN_STATUSES)[number];
  /** Names this state of the plan in every change. */
  version: number;
  /** How far it is while it is computed. */
  done: number;
  total: number;
  /** Open wishes that need somebody, and volunteers who were asked about. */
  wishes: number;
  volunteers: number;
  /** Places of the wishes, and those for which somebody was found. */
  places: number;
  filled: number;
  askedByName: string;
  askedAt: Date;
  computedAt: Date | null;
  sentAt: Date | null;
  invitations: InvitationCounts;
}
export class PlanPage {
  items: PlanAnswer[];
  nextCursor: string | null;
}
export class PlannedVolunteer {
  id: string;
  name: string;
}
export class PlannedPairAnswer extends PlannedVolunteer {
  /** Why they suit each other, the weightiest first. */
  reasons: MatchReasonAnswer[];
  /** Better candidates who are needed for other wishes. */
  betterElsewhere: number;
  isChosenByHand: boolean;
  /** What became of her invitation; null: none was sent. */
  invitation: 'open' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn' | null;
}
export class HinderedAnswer {
  hindrance: Hindrance;
  volunteers: number;
}
export class PlannedWishAnswer {
  wish: WishCard;
  places: number;
  pairs: PlannedPairAnswer[];
  /** Others who come into question, the best first: the first of them would be asked next. */
  others: PlannedVolunteer[];
  /** Why places stay empty. */
  shortage: Shortage | null;
  hindered: HinderedAnswer[];
}
export class PlannedWishesPage {
  items: PlannedWishAnswer[];
  nextCursor: string | null;
}
