import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { IsCalendarDay, PageQuery } from '#libs/platform';
import { STRENGTH_CODES, type Strength } from '#libs/volunteers';
import { CATEGORY_CODES, KINDS, URGENCIES, WishCard, type Category } from '#libs/wishes';
import type { Clue, Hindrance } from './score.js';

export class MatchedWishParam {
  @IsUUID()
  wishId: string;
}

export class MatchReasonAnswer {
  clue: Clue;
  /** Whether it speaks for the pair. */
  speaksFor: boolean;
  /** What its words tell: a code, or a number of days. */
  fact: string;
}
/** Why a wish suits somebody, the weightiest first; no points: nobody is compared. */
export class MatchAnswer {
  reasons: MatchReasonAnswer[];
  /** `licence` keeps her from claiming it; the others are hers to weigh. */
  hindrances: Hindrance[];
}

export class FeedQuery extends PageQuery {
  @IsOptional()
  @IsIn(CATEGORY_CODES)
  category?: Category;

  @IsOptional()
  @IsIn(STRENGTH_CODES)
  strength?: Strength;

  /** A unit within one's reach: a town, a community or a grid. */
  @IsOptional()
  @IsUUID()
  unitId?: string;

  @IsOptional()
  @IsIn(KINDS)
  kind?: (typeof KINDS)[number];

  @IsOptional()
  @IsIn(URGENCIES)
  urgency?: (typeof URGENCIES)[number];

  /** Wanted by this day at the latest. @example 2026-12-31 */
  @IsOptional()
  @IsCalendarDay()
  dueBy?: string;
}

/** An open wish as a volunteer sees it, and why it suits her. */
export class FeedWish extends WishCard {
  reasons: MatchReasonAnswer[];
  hindrances: Hindrance[];
}
export class FeedPage {
  items: FeedWish[];
  nextCursor: string | null;
}
