import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min, ValidateIf } from 'class-validator';
import { HasDecimals, IsCalendarDay, IsText, PageQuery } from '#libs/platform';
import { VERDICTS, type ImportVerdict } from './read-form.js';

export class StartImportQuery {
  /** The town or community whose wishes the file holds. */
  @IsUUID()
  unitId: string;
}
export class ImportIdParam {
  @IsUUID()
  importId: string;
}
export class ImportRowParam extends ImportIdParam {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  rowNo: number;
}
export class ImportRowsQuery extends PageQuery {
  @IsOptional()
  @IsIn(VERDICTS)
  verdict?: ImportVerdict;
}
export class SettleRowBody {
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
  @ValidateIf((body: SettleRowBody) => body.dueOn !== undefined && body.dueOn !== null)
  @IsCalendarDay()
  dueOn?: string | null;

  /** null: not known. */
  @ValidateIf((body: SettleRowBody) => body.age !== undefined && body.age !== null)
  @IsInt()
  @Min(0)
  @Max(120)
  age?: number | null;
}

export class ImportStartedAnswer {
  id: string;
  status: string;
}
/** In the reader's language, when the file could not be read. */
export class ImportProblem {
  code: string;
  title: string;
}
export class ImportCounts {
  accept: number;
  review: number;
  reject: number;
  duplicate: number;
}
export class ImportAnswer {
  id: string;
  unitId: string;
  fileName: string;
  /** reading, ready, committing, committed or failed. */
  status: string;
  problem: ImportProblem | null;
  rowsRead: number;
  rowsTotal: number;
  counts: ImportCounts;
  wishesAdded: number;
  /** Wishes that were there already. */
  wishesKnown: number;
  createdAt: Date;
  finishedAt: Date | null;
}
export class ImportsPage {
  items: ImportAnswer[];
  nextCursor: string | null;
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
  sheet: string;
  row: number;
  verdict: ImportVerdict;
  why: string[];
  reasons: string[];
  values: ImportRowValues;
  /** As it was typed, for the fields in doubt. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  typed: Record<string, string>;
  danger: string | null;
  wishId: string | null;
  isKnown: boolean;
}
export class ImportRowsPage {
  items: ImportRowAnswer[];
  nextCursor: string | null;
}
export class RowSettledAnswer {
  rowNo: number;
  verdict: string;
  why: string[];
}
