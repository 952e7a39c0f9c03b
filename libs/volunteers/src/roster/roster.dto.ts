import { IsBoolean, IsOptional, IsUUID, Matches } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsMobile, IsText } from '#libs/platform';
import { RowCorrectionBody, RowNo, type Verdict } from '#libs/imports';
import { CORRECTABLE, type Correctable } from './correct-row.js';
import { ROSTER_DOUBTS, type RosterDoubt } from './read-roster.js';

export class RosterParam {
  @IsUUID()
  rosterId: string;
}
export class RosterRowParam extends RowNo {
  @IsUUID()
  rosterId: string;
}
export class CorrectRosterRowBody extends RowCorrectionBody {
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
  /** The reading of the file that the row comes from; a correction says it. */
  reading: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  @ApiProperty({ enum: ROSTER_DOUBTS, isArray: true })
  doubts: RosterDoubt[];
  /** The doubts in the reader's language. */
  reasons: string[];
  /** What a correction is asked for; empty where there is nothing to correct. */
  @ApiProperty({ enum: CORRECTABLE, isArray: true })
  fields: Correctable[];
  values: RosterValuesAnswer;
  /** Words that are in no list of strengths; they are left out. */
  unknownStrengths: string[];
  /** As it was typed, where it is in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  isTaken: boolean;
  /** The role was taken back with the import. */
  isTakenBack: boolean;
  /** Registered before. */
  isKnown: boolean;
}
export class RosterRowsPage {
  items: RosterRowAnswer[];
  nextCursor: string | null;
}
