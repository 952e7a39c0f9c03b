import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsMobile, IsText, PageQuery } from '#libs/platform';
import { ROSTER_DOUBTS, type RosterDoubt } from './read-roster.js';
import type { RosterVerdict } from './roster.js';

const VERDICTS = ['accept', 'review', 'duplicate', 'reject'] as const satisfies RosterVerdict[];

export class RosterUnitQuery {
  /** The unit whose members the file names. */
  @IsUUID()
  unitId: string;
}
export class RosterParam {
  @IsUUID()
  rosterId: string;
}
export class RosterRowParam extends RosterParam {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  rowNo: number;
}
export class RosterRowsQuery extends PageQuery {
  @IsOptional()
  @IsIn(VERDICTS)
  verdict?: RosterVerdict;
}
export class SettleRosterRowBody {
  @IsOptional()
  @IsText(40, { hasLetter: true })
  name?: string;

  @IsOptional()
  @IsMobile()
  phone?: string;

  /** Of a community or grid. @example 440605125001 */
  @IsOptional()
  @Matches(/^[\w-]{2,24}$/)
  unitCode?: string;

  /** Who is registered under another name is the same person. */
  @IsOptional()
  @IsBoolean()
  isSame?: boolean;
}

export class RosterIdAnswer {
  id: string;
}
export class RosterCounts {
  accept: number;
  review: number;
  duplicate: number;
  reject: number;
  /** Taken in, and those among them who were registered before. */
  taken: number;
  known: number;
}
export class RosterAnswer {
  id: string;
  unitId: string;
  fileName: string;
  status: 'ready' | 'committing' | 'committed';
  counts: RosterCounts;
  createdAt: Date;
  finishedAt: Date | null;
}
export class RostersPage {
  items: RosterAnswer[];
  nextCursor: string | null;
}
/** Name and telephone masked. */
export class RosterValuesAnswer {
  name: string | null;
  phone: string | null;
  unitCode: string | null;
  partyGroup: string | null;
  partyBranch: string | null;
  workUnit: string | null;
  strengths: string[];
}
export class RosterRowAnswer {
  rowNo: number;
  sheet: string;
  row: number;
  verdict: RosterVerdict;
  @ApiProperty({ enum: ROSTER_DOUBTS, isArray: true })
  doubts: RosterDoubt[];
  values: RosterValuesAnswer;
  /** Words that are in no list of strengths; they are left out. */
  unknownStrengths: string[];
  /** As it was typed, where it is in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  isTaken: boolean;
  /** She was registered before. */
  isKnown: boolean;
}
export class RosterRowsPage {
  items: RosterRowAnswer[];
  nextCursor: string | null;
}
export class RosterRowSettledAnswer {
  rowNo: number;
  verdict: RosterVerdict;
}
