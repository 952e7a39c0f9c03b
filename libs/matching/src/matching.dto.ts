import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsObject, IsOptional, IsUUID, Min } from 'class-validator';
import { IsCalendarDay, PageQuery } from '#libs/platform';
import { FIRST_RINGS, IsStrength } from '#libs/volunteers';
import { CATEGORY_CODES, KINDS, URGENCIES, WishCard, type Category } from '#libs/wishes';
import { FIRST_MATCH_POLICY } from './match.policy.js';
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
  @IsStrength()
  strength?: string;

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

/** What leaving cancels. */
export class LeavingAnswer {
  claims: number;
  invitations: number;
}
export class HinderedCount {
  hindrance: Hindrance;
  volunteers: number;
}
export class WiderAnswer {
  ring: 'community' | 'town' | 'district';
  inDays: number;
}
/** What could save a wish that nobody takes. */
export class RescueAnswer {
  daysOpen: number;
  /** Volunteers of the community whom nothing hinders, of so many who were looked at. */
  suitable: number;
  lookedAt: number;
  hindered: HinderedCount[];
  helpersNeeded: number;
  /** Invitations that wait for an answer. */
  invited: number;
  /** When it is shown farther away; null: it is shown everywhere already. */
  @ApiProperty({ type: WiderAnswer, nullable: true })
  wider: WiderAnswer | null;
  /** What the community's fund can still pay this year; null for whoever does not read it. */
  availableFen: number | null;
}

export class RingPoints {
  grid: number;
  community: number;
  town: number;
  district: number;
}
export class WaitingPoints {
  perDay: number;
  mostDays: number;
}
/** Points of everything that holds for a pair are added up; none of it compares people. */
export class MatchWeights {
  met: number;
  strength: number;
  /** Good at something of the same branch. */
  kin: number;
  licence: number;
  ring: RingPoints;
  urgent: number;
  waiting: WaitingPoints;
  language: number;
  liked: number;
  disliked: number;
  time: number;
  /** What each wish costs that she has already. */
  load: number;
}
/** After so many days without a taker a wish is shown to those who live in its community, its town, its district. */
export class RingDays {
  community: number;
  town: number;
  district: number;
}
export class MatchRulesAnswer {
  /** 0: the first rules, never changed. */
  version: number;
  weights: MatchWeights;
  rings: RingDays;
}
export class SetMatchRulesBody {
  /** The version that was looked at. @example 0 */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** Whole points from −5,000 to 5,000, all of them. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: FIRST_MATCH_POLICY })
  @IsObject()
  weights: Record<string, unknown>;

  /** Whole days from 0 to 365. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: FIRST_RINGS })
  @IsObject()
  rings: Record<string, unknown>;
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
