import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { IsIn, IsInt, IsObject, IsOptional, IsUUID, Min } from 'class-validator';
import { IsCalendarDay, PageQuery } from '#libs/platform';
import { DEFAULT_VISIBILITY, IsSkill, type Language, type Licence, type VisibilityArea } from '#libs/volunteers';
import {
  CATEGORY_CODES,
  URGENCIES,
  WISH_KINDS,
  WishCard,
  type Category,
  type Urgency,
  type WishKind,
} from '#libs/wishes';
import { DEFAULT_MATCH_POLICY } from './score/match.policy.js';
import type { Blocker, Distance } from './score/score.js';

export class MatchedWishParam {
  @IsUUID()
  wishId: string;
}

class MatchReasonBase {
  /** True: speaks for the pair. False: speaks against it. */
  speaksFor: boolean;
}
export class SkillReason extends MatchReasonBase {
  signal: 'skill' | 'relatedSkill';
  /** Code of the skill, or of its category. */
  fact: string;
}
export class LicenceReason extends MatchReasonBase {
  signal: 'licence';
  fact: Licence;
}
export class DistanceReason extends MatchReasonBase {
  signal: 'distance';
  /** The smallest unit that both homes have in common. */
  fact: Distance;
}
export class WaitingReason extends MatchReasonBase {
  signal: 'waiting';
  /** Days. */
  fact: number;
}
export class LanguageReason extends MatchReasonBase {
  signal: 'language';
  fact: Language;
}
export class CategoryReason extends MatchReasonBase {
  signal: 'liked' | 'disliked';
  fact: Category;
}
export class PlainReason extends MatchReasonBase {
  signal: 'urgent' | 'time';
}
const REASONS = [
  SkillReason,
  LicenceReason,
  DistanceReason,
  WaitingReason,
  LanguageReason,
  CategoryReason,
  PlainReason,
];
export type MatchReason = InstanceType<(typeof REASONS)[number]>;

/** Documents a list of match reasons, each of the shape that its signal has. */
export const ApiMatchReasons = (): PropertyDecorator =>
  ApiProperty({ type: 'array', items: { oneOf: REASONS.map((type) => ({ $ref: getSchemaPath(type) })) } });

/** Why a wish suits a volunteer, most important reason first. Contains no points, because people are not compared. */
@ApiExtraModels(...REASONS)
export class MatchResponse {
  @ApiMatchReasons()
  reasons: MatchReason[];
  /** `licence` prevents claiming; the volunteer decides about the others. */
  blockers: Blocker[];
}

export class FeedQuery extends PageQuery {
  @IsOptional()
  @IsIn(CATEGORY_CODES)
  category?: Category;

  @IsOptional()
  @IsSkill()
  skill?: string;

  /** A unit within the caller's scope: a town, a community or a grid. */
  @IsOptional()
  @IsUUID()
  unitId?: string;

  @IsOptional()
  @IsIn(WISH_KINDS)
  kind?: WishKind;

  @IsOptional()
  @IsIn(URGENCIES)
  urgency?: Urgency;

  /** Only wishes that are due by this day. @example 2026-12-31 */
  @IsOptional()
  @IsCalendarDay()
  dueBy?: string;
}

/** Numbers of claims and invitations that leaving cancels. */
export class LeavingResponse {
  claims: number;
  invitations: number;
}
export class BlockedCount {
  blocker: Blocker;
  volunteers: number;
}
export class WiderResponse {
  area: VisibilityArea;
  inDays: number;
}
/** Options for an open wish that no volunteer has claimed. */
export class RescueResponse {
  daysOpen: number;
  /** Volunteers of the community without blockers, out of `lookedAt`. */
  suitable: number;
  lookedAt: number;
  blocked: BlockedCount[];
  helpersNeeded: number;
  /** Invitations that wait for an answer. */
  invited: number;
  /** When the wish is shown to a wider area; null: it is already shown everywhere. */
  @ApiProperty({ type: WiderResponse, nullable: true })
  wider: WiderResponse | null;
  /** What the community's fund can still pay this year; null when the caller may not read the fund. */
  availableFen: number | null;
}

export class DistancePoints {
  grid: number;
  community: number;
  town: number;
  district: number;
}
export class WaitingPoints {
  perDay: number;
  mostDays: number;
}
/** All points that apply to a pair are added up. They do not compare people. */
export class MatchWeights {
  base: number;
  skill: number;
  /** Another skill of the same category. */
  relatedSkill: number;
  licence: number;
  distance: DistancePoints;
  urgent: number;
  waiting: WaitingPoints;
  language: number;
  liked: number;
  disliked: number;
  time: number;
  /** Cost of each wish that the plan has already given the volunteer. */
  load: number;
}
/** After how many days without a volunteer a wish is shown to those who live in its community, its town, its district. */
export class VisibilityDays {
  community: number;
  town: number;
  district: number;
}
export class MatchRulesResponse {
  /** 0: the default rules, never changed. */
  version: number;
  weights: MatchWeights;
  visibility: VisibilityDays;
}
export class SetMatchRulesBody {
  /** The version on which the change is based. @example 0 */
  @IsInt()
  @Min(0)
  basedOn: number;

  /** Whole points from −5,000 to 5,000; every value is required. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: DEFAULT_MATCH_POLICY })
  @IsObject()
  weights: Record<string, unknown>;

  /** Whole days from 0 to 365; every value is required. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: DEFAULT_VISIBILITY })
  @IsObject()
  visibility: Record<string, unknown>;
}

/** An open wish as a volunteer sees it, and why it suits them. */
export class FeedWish extends WishCard {
  @ApiMatchReasons()
  reasons: MatchReason[];
  blockers: Blocker[];
}
export class FeedPage {
  items: FeedWish[];
  nextCursor: string | null;
}
