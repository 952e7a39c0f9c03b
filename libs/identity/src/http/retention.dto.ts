import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';

export class PeriodBody {
  /** @example wish */
  @Matches(/^[a-zA-Z]{1,40}$/)
  name: string;

  @IsInt()
  @Min(1)
  @Max(36_500)
  days: number;
}

export class RetentionRulesBody {
  /** The version that the change is based on. */
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  basedOn: number;

  /** The periods that change; the others stay. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(60)
  @ArrayUnique(({ name }: PeriodBody) => name)
  @ValidateNested({ each: true })
  @Type(() => PeriodBody)
  periods: PeriodBody[];
}

export class RetentionFigures {
  /** Number erased within the last thirty days. */
  erasedLately: number;
  /** The day on which something was erased last. @example 2026-11-28 */
  lastOn: string | null;
  /** Number of expired items that wait for the nightly job; at most 1,000. */
  waiting: number;
}
export class PeriodResponse {
  name: string;
  days: number;
  defaultDays: number;
  leastDays: number;
  mostDays: number;
  what: string;
  /** When the period starts, and the source of its bounds. */
  basis: string;
  /** Null for periods that only set a deadline. */
  figures: RetentionFigures | null;
}
export class KeptResponse {
  what: string;
  why: string;
}
export class RetentionRulesResponse {
  /** 0 means the default periods. */
  version: number;
  /** When the nightly job ran last, and when it runs next. */
  lastAt: Date | null;
  nextAt: Date | null;
  periods: PeriodResponse[];
  kept: KeptResponse[];
}
export class VersionResponse {
  version: number;
}

export class EraseAccountBody {
  /** The current password. */
  @IsString()
  @MinLength(1)
  @MaxLength(128)
  password: string;

  /** Six digits of the authenticator, or a recovery code; required if a second factor is set up. */
  @IsOptional()
  @IsString()
  @MinLength(6)
  @MaxLength(30)
  code?: string;
}
export class ObstacleResponse {
  /** @example claims */
  code: string;
  count: number;
  text: string;
}
export class WaitingErasure {
  askedAt: Date;
  dueAt: Date;
}
export class RefusedErasure {
  at: Date;
  obstacles: ObstacleResponse[];
}
export class OwnErasureResponse {
  /** Days in which a request can be withdrawn. */
  waitDays: number;
  needsCode: boolean;
  /** What must be settled before the account can be deleted. */
  obstacles: ObstacleResponse[];
  waiting: WaitingErasure | null;
  /** The obstacles that stopped the last request on its due date; null if it was not refused. */
  refused: RefusedErasure | null;
}
