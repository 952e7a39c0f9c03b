import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsText, PageQuery } from '#libs/platform';
import { VERDICTS, type ImportStatus, type Verdict } from './import-kind.js';
import { IMPORT_STEPS, type ImportStep } from './import-steps.js';

export class ImportUnitQuery {
  /** The unit that the file concerns. */
  @IsUUID()
  unitId: string;
}
export class ImportRowsQuery extends PageQuery {
  @IsOptional()
  @IsIn(VERDICTS)
  verdict?: Verdict;
}
export class HeadingChoiceBody {
  /**
   * The heading as given in `headings` of the import or of the error.
   * @example 老人家
   */
  @IsText(200)
  heading: string;

  /**
   * What the column contains; null: it is not needed.
   * @example name
   */
  @IsOptional()
  @IsString()
  @MaxLength(20)
  field: string | null;
}
export class ChooseHeadingsBody {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => HeadingChoiceBody)
  @ArrayMinSize(1)
  @ArrayMaxSize(60)
  choices: HeadingChoiceBody[];
}
/** The number of a row in its import, from 1. */
export class RowNo {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  rowNo: number;
}

/** What every correction of a row contains besides the values. */
export class RowCorrectionBody {
  /**
   * The `reading` of the row. A file that was read again has other rows under the same numbers.
   * @example 1
   */
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  reading: number;
}

export class RowCorrectedResponse {
  rowNo: number;
  verdict: Verdict;
  /** Doubts that remain. */
  doubts: string[];
}
export class ImportStartedResponse {
  id: string;
  status: ImportStatus;
}
/** Why the file could not be read, or why the last step has stopped, in the caller's language. */
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
/** A heading whose meaning a person may choose. */
export class HeadingResponse {
  /** Headings of its groups and its own, joined by "/". */
  heading: string;
  sheet: string;
  /** Column letters of the spreadsheet: A, B … AA. */
  column: string;
  field: string | null;
  /** `unknown`: the form does not know it. `ambiguous`: another column fits as well. `chosen`: a person has decided. */
  state: 'unknown' | 'ambiguous' | 'chosen';
}
/** Numbers of parts that were not read because they are hidden. */
export class ImportHiddenResponse {
  sheets: number;
  rows: number;
}
export class ImportResponse {
  id: string;
  unitId: string;
  fileName: string;
  status: ImportStatus;
  /** A job is working on it. */
  isUnderWay: boolean;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: IMPORT_STEPS, enumName: 'ImportStep', isArray: true })
  allowedSteps: ImportStep[];
  problem: ImportProblem | null;
  rowsRead: number;
  rowsTotal: number;
  counts: ImportCounts;
  /** Records that this file added. */
  added: number;
  /** Rows whose records existed already. */
  known: number;
  /** Added records that were taken back. */
  takenBack: number;
  hidden: ImportHiddenResponse;
  headings: HeadingResponse[];
  createdAt: Date;
  finishedAt: Date | null;
}
export class ImportsPage {
  items: ImportResponse[];
  nextCursor: string | null;
}
