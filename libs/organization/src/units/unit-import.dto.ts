import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '#libs/platform';
import { UNIT_LEVELS, type UnitLevel } from '#libs/identity';
import { ImportAnswer, RowCorrectionBody, RowNo, type Verdict } from '#libs/imports';
import { CORRECTABLE, type Correctable } from './correct-row.js';
import { LONGEST_KIND, LONGEST_NAME, UNIT_CODE, UNIT_DOUBTS, type UnitDoubt } from './judge-units.js';

export class UnitImportParam {
  @IsUUID()
  unitImportId: string;
}
export class UnitImportRowParam extends RowNo {
  @IsUUID()
  unitImportId: string;
}
export class CorrectUnitRowBody extends RowCorrectionBody {
  /** @example 440605125001 */
  @IsOptional()
  @Matches(UNIT_CODE)
  code?: string;

  @IsOptional()
  @IsText(LONGEST_NAME, { hasLetter: true })
  name?: string;

  @IsOptional()
  @IsIn(UNIT_LEVELS)
  level?: UnitLevel;

  @IsOptional()
  @IsText(LONGEST_KIND)
  kind?: string;

  /** The code of the unit above. @example 440605125 */
  @IsOptional()
  @Matches(UNIT_CODE)
  parent?: string;
}

export class UnitImportAnswer extends ImportAnswer {
  /** Of those taken in, units that were there and got another name or kind. */
  renamed: number;
}
export class UnitImportsPage {
  items: UnitImportAnswer[];
  nextCursor: string | null;
}
export class UnitValuesAnswer {
  code: string | null;
  name: string | null;
  level: UnitLevel | null;
  /** Null: the file does not say. */
  kind: string | null;
  /** The code of the unit above, or its name. */
  parent: string | null;
}
export class UnitBeforeAnswer {
  name: string;
  kind: string;
}
export class UnitImportRowAnswer {
  rowNo: number;
  /** The reading of the file that the row comes from; a correction says it. */
  reading: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  @ApiProperty({ enum: UNIT_DOUBTS, isArray: true })
  doubts: UnitDoubt[];
  /** The doubts in the reader's language. */
  reasons: string[];
  /** What a correction is asked for; empty where there is nothing to correct. */
  @ApiProperty({ enum: CORRECTABLE, isArray: true })
  fields: Correctable[];
  values: UnitValuesAnswer;
  /** Of a unit on the platform that gets another name or kind: what it had when the file was read. */
  before: UnitBeforeAnswer | null;
  /** As it was typed, where it is in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  isTaken: boolean;
  /** Removed, or put back to its name before, with the import. */
  isTakenBack: boolean;
  /** It was on the platform before, the same. */
  isKnown: boolean;
}
export class UnitImportRowsPage {
  items: UnitImportRowAnswer[];
  nextCursor: string | null;
}
