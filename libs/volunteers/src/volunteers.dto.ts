import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { IsCalendarDay } from '#libs/platform';
import { LICENCE_CODES, STRENGTH_CODES, type Licence, type Strength } from './strengths.js';

export class LicenceBody {
  /** @example electrician */
  @IsIn(LICENCE_CODES)
  kind: Licence;

  /** @example 2028-12-31 */
  @IsCalendarDay()
  validUntil: string;
}

export class DescribeVolunteerBody {
  /** @example ["appliances","electrical"] */
  @IsArray()
  @ArrayMaxSize(24)
  @IsIn(STRENGTH_CODES, { each: true })
  strengths: Strength[];

  /** How many claims at once. @example 3 */
  @IsInt()
  @Min(1)
  @Max(20)
  maxOpenClaims: number;

  @IsArray()
  @ArrayMaxSize(7)
  @ValidateNested({ each: true })
  @Type(() => LicenceBody)
  licences: LicenceBody[];
}

export class VerifyLicenceBody extends LicenceBody {
  /** The unit for which one verifies. */
  @IsUUID()
  unitId: string;
}

export class VolunteerIdParam {
  @IsUUID()
  personId: string;
}

export class VolunteerAnswer {
  personId: string;
  strengths: Strength[];
  /** Verified and valid today. */
  licences: Licence[];
  /** Named by the volunteer, not verified yet. */
  pendingLicences: Licence[];
  maxOpenClaims: number;
}
export class VolunteerIdAnswer {
  id: string;
}
