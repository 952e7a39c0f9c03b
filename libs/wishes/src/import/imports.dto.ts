import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min, ValidateIf } from 'class-validator';
import { HasDecimals, IsCalendarDay, IsText } from '#libs/platform';
import { RowCorrectionBody, RowNo, type Verdict } from '#libs/imports';
import { CORRECTABLE, type Correctable } from './correct-row.js';
import { WISH_KINDS, type WishKind } from '../wish/wish-codes.js';

export class ImportIdParam {
  @IsUUID()
  importId: string;
}
export class ImportRowParam extends RowNo {
  @IsUUID()
  importId: string;
}
export class CorrectImportRowBody extends RowCorrectionBody {
  /** The community's code. @example 440605125001 */
  @IsOptional()
  @Matches(/^\d{6,24}$/)
  unitCode?: string;

  @IsOptional()
  @IsText(40, { hasLetter: true })
  name?: string;

  /** Digits only. @example 13800001234 */
  @IsOptional()
  @Matches(/^(1[3-9]\d{9}|0\d{9,11})$/)
  phone?: string;

  @IsOptional()
  @IsText(1000, { hasLetter: true })
  text?: string;

  @IsOptional()
  @IsIn(WISH_KINDS)
  kind?: WishKind;

  @IsOptional()
  @HasDecimals(2)
  @Min(0)
  @Max(1_000_000)
  costYuan?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000)
  people?: number;

  /** null: no date was requested. */
  @ValidateIf((body: CorrectImportRowBody) => body.dueOn !== undefined && body.dueOn !== null)
  @IsCalendarDay()
  dueOn?: string | null;

  /** null: unknown. */
  @ValidateIf((body: CorrectImportRowBody) => body.age !== undefined && body.age !== null)
  @IsInt()
  @Min(0)
  @Max(120)
  age?: number | null;
}

export class ImportRowValues {
  unitCode: string | null;
  name: string | null;
  phone: string | null;
  text: string;
  kind: WishKind | null;
  costYuan: number | null;
  people: number | null;
  dueOn: string | null;
  age: number | null;
}
/** Names and telephones are masked. */
export class ImportRowResponse {
  rowNo: number;
  /** The number of the file reading that produced the row; a correction must send it back. */
  reading: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  doubts: string[];
  /** The doubts as text in the caller's language. */
  reasons: string[];
  /** The fields to correct; empty if there is nothing to correct. */
  @ApiProperty({ enum: CORRECTABLE, isArray: true })
  fields: Correctable[];
  values: ImportRowValues;
  /** The original cell text of the fields in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  danger: string | null;
  wishId: string | null;
  isKnown: boolean;
  /** The wish was withdrawn together with the import. */
  isTakenBack: boolean;
}
export class ImportRowsPage {
  items: ImportRowResponse[];
  nextCursor: string | null;
}
