import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsCalendarDay, IsText } from '#libs/platform';
import { OwnGroupResponse } from './groups/groups.dto.js';
import { IsSkill } from './skills/skills.dto.js';
import { LANGUAGE_CODES, LICENCE_CODES, REACHES, type Language, type Licence, type Reach } from './profile-codes.js';

const CATEGORY = /^[a-z_]{1,24}$/;
const MOST_CATEGORIES = 20;
const DAY_MIN = 1_440;

export class LicenceBody {
  /** @example electrician */
  @IsIn(LICENCE_CODES)
  kind: Licence;

  /** @example 2028-12-31 */
  @IsCalendarDay()
  validUntil: string;
}

export class WeeklyWindowBody {
  /** 1: Monday … 7: Sunday. @example 6 */
  @IsInt()
  @Min(1)
  @Max(7)
  weekday: number;

  /** Start, in minutes of the Shanghai day. @example 540 */
  @IsInt()
  @Min(0)
  @Max(DAY_MIN - 1)
  fromMin: number;

  /** @example 660 */
  @IsInt()
  @Min(1)
  @Max(DAY_MIN)
  untilMin: number;
}

/** Optional fields that are omitted keep their values. */
export class DescribeVolunteerBody {
  /** @example ["appliances","electrical"] */
  @IsArray()
  @ArrayMaxSize(24)
  @IsSkill({ each: true })
  skills: string[];

  /** Maximum number of open claims. @example 3 */
  @IsInt()
  @Min(1)
  @Max(20)
  maxOpenClaims: number;

  @IsArray()
  @ArrayMaxSize(7)
  @ValidateNested({ each: true })
  @Type(() => LicenceBody)
  licences: LicenceBody[];

  /** @example ["cantonese","mandarin"] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(LANGUAGE_CODES.length)
  @IsIn(LANGUAGE_CODES, { each: true })
  languages?: Language[];

  /** How far from home the volunteer goes. @example town */
  @IsOptional()
  @IsIn(REACHES)
  reach?: Reach;

  /** Weekly availability; an empty list means any time. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(28)
  @ValidateNested({ each: true })
  @Type(() => WeeklyWindowBody)
  windows?: WeeklyWindowBody[];

  /** Wish categories that the volunteer prefers. @example ["repairs"] */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_CATEGORIES)
  @Matches(CATEGORY, { each: true })
  liked?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_CATEGORIES)
  @Matches(CATEGORY, { each: true })
  disliked?: string[];

  /** Away until the end of this Shanghai day; null: not away. */
  @IsOptional()
  @IsCalendarDay()
  awayUntil?: string | null;
}

export class VerifyLicenceBody extends LicenceBody {
  /** Licence number as printed on the document; stored encrypted. @example T440605199001011234 */
  @IsOptional()
  @IsText(40)
  number?: string;

  /** The unit on whose behalf the licence is verified. */
  @IsUUID()
  unitId: string;
}

export class VolunteerIdParam {
  @IsUUID()
  personId: string;
}

export class WeeklyWindowResponse {
  weekday: number;
  fromMin: number;
  untilMin: number;
}
export class VolunteerResponse {
  personId: string;
  skills: string[];
  /** Verified and valid today. */
  licences: Licence[];
  /** Named by the volunteer, not verified yet. */
  pendingLicences: Licence[];
  maxOpenClaims: number;
  languages: Language[];
  reach: Reach;
  windows: WeeklyWindowResponse[];
  liked: string[];
  disliked: string[];
  awayUntil: string | null;
  /** Party group and branch, work unit. */
  groups: OwnGroupResponse[];
}
export class VolunteerIdResponse {
  id: string;
}
