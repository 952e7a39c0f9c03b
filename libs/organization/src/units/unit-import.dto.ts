import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '#libs/platform';
import { UNIT_LEVELS, type UnitLevel } from '#libs/identity';
import { ImportResponse, RowCorrectionBody, RowNo, type Verdict } from '#libs/imports';
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

export class UnitImportResponse extends ImportResponse {
  /** The number of existing units that this import gave another name or kind. */
  renamed: number;
}
export class UnitImportsPage {
  items: UnitImportResponse[];
  nextCursor: string | null;
}
export class UnitValuesResponse {
  code: string | null;
  name: string | null;
  level: UnitLevel | null;
  /** Null: the file does not say. */
  kind: string | null;
  /** The code of the unit above, or its name. */
  parent: string | null;
}
export class UnitBeforeResponse {
  name: string;
  kind: string;
}
export class UnitImportRowResponse {
  rowNo: number;
  /** The number of the reading that the row comes from; a correction must state it. */
  reading: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  @ApiProperty({ enum: UNIT_DOUBTS, isArray: true })
  doubts: UnitDoubt[];
  /** The doubts in the reader's language. */
  reasons: string[];
  /** The fields to correct; empty where there is nothing to correct. */
  @ApiProperty({ enum: CORRECTABLE, isArray: true })
  fields: Correctable[];
  values: UnitValuesResponse;
  /** For an existing unit that gets another name or kind: its values when the file was read. */
  before: UnitBeforeResponse | null;
  /** The original text of the fields in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  isTaken: boolean;
  /** Undone when the import was taken back: the unit was removed, or its earlier name restored. */
  isTakenBack: boolean;
  /** The unit was already on the platform with the same values. */
  isKnown: boolean;
}
export class UnitImportRowsPage {
  items: UnitImportRowResponse[];
  nextCursor: string | null;
}
