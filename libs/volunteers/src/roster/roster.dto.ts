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

  /** Code of a community or grid. @example 440605125001 */
  @IsOptional()
  @Matches(/^[\w-]{2,24}$/)
  unitCode?: string;

  /** Confirms that the person registered under another name is the same person. */
  @IsOptional()
  @IsBoolean()
  isSame?: boolean;
}

/** Name and telephone masked. */
export class RosterValuesResponse {
  name: string | null;
  phone: string | null;
  unitCode: string | null;
  partyGroup: string | null;
  partyBranch: string | null;
  workUnit: string | null;
  skills: string[];
}
export class RosterRowResponse {
  rowNo: number;
  /** Number of the reading of the file that the row comes from; send it with a correction. */
  reading: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  @ApiProperty({ enum: ROSTER_DOUBTS, isArray: true })
  doubts: RosterDoubt[];
  /** The doubts in the reader's language. */
  reasons: string[];
  /** Fields to correct; empty if there is nothing to correct. */
  @ApiProperty({ enum: CORRECTABLE, isArray: true })
  fields: Correctable[];
  values: RosterValuesResponse;
  /** Words that match no skill; they are left out. */
  unknownSkills: string[];
  /** The original text of fields that are in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  isTaken: boolean;
  /** The role was revoked when the import was reverted. */
  isTakenBack: boolean;
  /** The person was registered before the import. */
  isKnown: boolean;
}
export class RosterRowsPage {
  items: RosterRowResponse[];
  nextCursor: string | null;
}
