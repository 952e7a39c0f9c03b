import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateNested,
  IsObject,
} from 'class-validator';
import {
  HasDecimals,
  IsCalendarDay,
  IsDayAhead,
  IsMobile,
  IsText,
  KeepBody,
  MAX_FEN,
  PageQuery,
  ReasonBody,
} from '#libs/platform';
import {
  type Language,
  LANGUAGE_CODES,
  type Licence,
  LICENCE_CODES,
  IsSkill,
  type VisibilityArea,
  VISIBILITY_AREAS,
  WeeklyWindowBody,
} from '#libs/volunteers';
import { CATEGORY_CODES, type Category } from './categories.js';
import {
  CONSENT_KINDS,
  COST_CLASSES,
  SOLVED,
  TRANSFER_TARGETS,
  URGENCIES,
  WISH_KINDS,
  type ConsentKind,
  type CostClass,
  type Solved,
  type TransferTarget,
  type Urgency,
  type WishKind,
} from './wish-codes.js';
import { WISH_STATUSES, type WishStatus } from './wish.lifecycle.js';

const MAX_PHOTOS = 3;

export class BeneficiaryBody {
  /** @example 李子梅 */
  @IsText(40, { hasLetter: true })
  name: string;

  /** @example 15900007004 */
  @IsMobile()
  phone: string;

  /** @example 沥苑社区花园9号705房 */
  @IsOptional()
  @IsText(120)
  address?: string;

  /** @example 残疾人家庭 */
  @IsOptional()
  @IsText(60)
  hardship?: string;

  /** @example 64 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(120)
  age?: number;
}

export class ProxyBody {
  /** @example 李女士 */
  @IsText(40, { hasLetter: true })
  name: string;

  /** @example 13600000001 */
  @IsMobile()
  phone: string;

  /** @example 女儿 */
  @IsText(20)
  relation: string;
}

export class ConsentBody {
  /** How the person agreed. @example spoken */
  @IsIn(CONSENT_KINDS)
  kind: ConsentKind;

  /** For a child under fourteen the guardian must agree. @example false */
  @IsBoolean()
  byGuardian: boolean;
}

export class SubmitWishBody {
  /** The community, or a party grid below it. */
  @IsUUID()
  unitId: string;

  /** In the person's own words. @example 独居，卫生间常打滑，想装两根扶手 */
  @IsText(1000, { hasLetter: true })
  need: string;

  @IsIn(WISH_KINDS)
  kind: WishKind;

  @IsOptional()
  @IsIn(CATEGORY_CODES)
  category?: Category;

  @ApiPropertyOptional({ enum: URGENCIES, default: 'normal' })
  @IsOptional()
  @IsIn(URGENCIES)
  urgency: Urgency = 'normal';

  /** A code from the list of skills. */
  @IsOptional()
  @IsSkill()
  skill?: string;

  @IsOptional()
  @IsIn(LICENCE_CODES)
  licence?: Licence;

  /** The language that the person speaks, if it matters. */
  @IsOptional()
  @IsIn(LANGUAGE_CODES)
  language?: Language;

  /** Suitable times; any time if left out. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(21)
  @ValidateNested({ each: true })
  @Type(() => WeeklyWindowBody)
  windows?: WeeklyWindowBody[];

  /** Number of volunteers needed; more than one makes it a team wish. @example 1 */
  @ApiPropertyOptional({ default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  helpersNeeded: number = 1;

  /** In fen. @example 26000 */
  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  estimatedFen: number = 0;

  /** @example 1 */
  @ApiPropertyOptional({ default: 1 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  peopleHelped: number = 1;

  /** From today to three years ahead. @example 2026-12-31 */
  @IsOptional()
  @IsDayAhead()
  dueOn?: string;

  @IsObject()
  @ValidateNested()
  @Type(() => BeneficiaryBody)
  beneficiary: BeneficiaryBody;

  @IsOptional()
  @ValidateNested()
  @Type(() => ProxyBody)
  proxy?: ProxyBody;

  @IsObject()
  @ValidateNested()
  @Type(() => ConsentBody)
  consent: ConsentBody;

  /** Ids of photos uploaded before, at most three; never required. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_PHOTOS)
  @IsUUID(undefined, { each: true })
  photoIds?: string[];

  /** Saves the wish as a draft that is submitted later. */
  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  isDraft: boolean = false;
}

export class ResubmitBody {
  /** The corrected need; unchanged if left out. */
  @IsOptional()
  @IsText(1000, { hasLetter: true })
  need?: string;
}

export class PublishBody {
  /** The text that the public will read. @example 独居老人，卫生间常打滑，想装两根扶手 */
  @IsText(1000)
  publicText: string;

  /** @example home_safety */
  @IsIn(CATEGORY_CODES)
  category: Category;

  /** Who bears the cost. @example fund */
  @IsIn(COST_CLASSES)
  costClass: CostClass;

  /** No welfare policy covers the need. @example true */
  @IsBoolean()
  isPolicyChecked: boolean;

  /** A code from the list of skills. */
  @IsOptional()
  @IsSkill()
  skill?: string;

  @IsOptional()
  @IsIn(LICENCE_CODES)
  licence?: Licence;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  helpersNeeded?: number;

  /** Passages that look like personal data and are kept nevertheless. */
  @ApiPropertyOptional({ type: [KeepBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => KeepBody)
  keeps: KeepBody[] = [];
}

export class TextCheckBody {
  /** @example 独居老人，住5楼没电梯，想装两根扶手 */
  @IsText(1000)
  text: string;
}

export class TransferBody extends ReasonBody {
  /** @example welfare_policy */
  @IsIn(TRANSFER_TARGETS)
  to: TransferTarget;
}

export class WidenBody {
  /** @example town */
  @IsIn(VISIBILITY_AREAS)
  to: VisibilityArea;
}

export class TeamBody {
  /** More than the current number. @example 3 */
  @IsInt()
  @Min(2)
  @Max(20)
  helpersNeeded: number;
}

export class MergeBody {
  @IsUUID()
  intoId: string;
}

export class ClaimBody {
  /** When the volunteer promises to be done. @example 2026-12-05T10:00:00Z */
  @IsISO8601({ strict: true })
  promisedAt: string;
}

export class ExtendClaimBody extends ReasonBody {
  /** The new promised time. @example 2026-12-12T10:00:00Z */
  @IsISO8601({ strict: true })
  promisedAt: string;
}

export class ReassignBody extends ReasonBody {
  @IsUUID()
  volunteerId: string;

  /** @example 2026-12-05T10:00:00Z */
  @IsISO8601({ strict: true })
  promisedAt: string;
}

export class FulfilBody {
  /** @example 两根扶手已装好并试过 */
  @IsText(1000)
  what: string;

  /** @example 2026-11-28 */
  @IsCalendarDay()
  doneOn: string;

  /** For each helper. @example 1.5 */
  @HasDecimals(1)
  @Min(0)
  @Max(200)
  hours: number;

  /** For example an invoice number or a short note; never required. */
  @IsOptional()
  @IsText(300)
  evidence?: string;

  /** Ids of photos uploaded before, at most three; never required. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_PHOTOS)
  @IsUUID(undefined, { each: true })
  photoIds?: string[];
}

export class ConfirmBody {
  /** @example yes */
  @IsIn(SOLVED)
  solved: Solved;

  /** @example 5 */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(5)
  rating?: number;

  @IsOptional()
  @IsText(500)
  comment?: string;
}

export class DuplicatesBody {
  @IsUUID()
  unitId: string;

  @IsText(1000, { hasLetter: true })
  need: string;

  @IsOptional()
  @IsMobile()
  phone?: string;
}

export class WishIdParam {
  @IsUUID()
  wishId: string;
}
export class ClaimIdParam {
  @IsUUID()
  claimId: string;
}

export class WishesQuery extends PageQuery {
  @IsOptional()
  @IsIn(WISH_STATUSES)
  status?: WishStatus;

  @IsOptional()
  @IsUUID()
  unitId?: string;

  /** Only wishes of this spend request. */
  @IsOptional()
  @IsUUID()
  spendRequestId?: string;
}

export class CompanionsQuery {
  /** A part of the code or of the public text. @example 扶手 */
  @IsOptional()
  @IsText(40)
  q?: string;

  /** Also returns the wishes that this spend request holds. */
  @IsOptional()
  @IsUUID()
  spendRequestId?: string;
}

export class LookUpResidentBody {
  /** The community, or a party grid below it. */
  @IsUUID()
  unitId: string;

  @IsMobile()
  phone: string;
}
