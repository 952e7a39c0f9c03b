import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min, ValidateIf } from 'class-validator';
import { HasDecimals, IsCalendarDay, IsText } from '#libs/platform';
import { RowCorrectionBody, RowNo, type Verdict } from '#libs/imports';
import { CORRECTABLE, type Correctable } from './correct-row.js';

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
  @IsIn(['goods', 'service'])
  kind?: 'goods' | 'service';

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

  /** null: no date was wanted. */
  @ValidateIf((body: CorrectImportRowBody) => body.dueOn !== undefined && body.dueOn !== null)
  @IsCalendarDay()
  dueOn?: string | null;

  /** null: not known. */
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
  kind: 'goods' | 'service' | null;
  costYuan: number | null;
  people: number | null;
  dueOn: string | null;
  age: number | null;
}
/** Names and telephones masked. */
export class ImportRowAnswer {
  rowNo: number;
  /** The reading of the file that the row comes from; a correction says it. */
  reading: number;
  sheet: string;
  row: number;
  verdict: Verdict;
  doubts: string[];
  /** The doubts in the reader's language. */
  reasons: string[];
  /** What a correction is asked for; empty where there is nothing to correct. */
  @ApiProperty({ enum: CORRECTABLE, isArray: true })
  fields: Correctable[];
  values: ImportRowValues;
  /** As it was typed, for the fields in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  danger: string | null;
  wishId: string | null;
  isKnown: boolean;
  /** The wish was taken back with the import. */
  isTakenBack: boolean;
}
export class ImportRowsPage {
  items: ImportRowAnswer[];
  nextCursor: string | null;
}
