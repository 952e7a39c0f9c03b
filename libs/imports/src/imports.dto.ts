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

export class ImportUnitQuery {
  /** The unit that the file is about. */
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
   * As `headings` of an import, or of its refusal, names it.
   * @example 老人家
   */
  @IsText(200)
  heading: string;

  /**
   * What the column holds; null: it is not needed.
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

/** What every correction of a row says besides the values. */
export class RowCorrectionBody {
  /**
   * As the row tells it. A file that was read again has other rows under the same numbers.
   * @example 1
   */
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  reading: number;
}

export class RowCorrectedAnswer {
  rowNo: number;
  verdict: Verdict;
  /** What is still in doubt. */
  doubts: string[];
}
export class ImportStartedAnswer {
  id: string;
  status: ImportStatus;
}
/** In the reader's language: why the file could not be read, or why the last step has stopped. */
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
/** A heading about which a person may decide. */
export class HeadingAnswer {
  /** From the group's down to its own, joined by "/". */
  heading: string;
  sheet: string;
  /** As spreadsheets call it: A, B … AA. */
  column: string;
  field: string | null;
  /** `unknown` to the form; `ambiguous` with another column; `chosen` by a person before. */
  state: 'unknown' | 'ambiguous' | 'chosen';
}
/** What was not read because it is hidden. */
export class ImportHiddenAnswer {
  sheets: number;
  rows: number;
}
export class ImportAnswer {
  id: string;
  unitId: string;
  fileName: string;
  status: ImportStatus;
  problem: ImportProblem | null;
  rowsRead: number;
  rowsTotal: number;
  counts: ImportCounts;
  /** Taken in from this file. */
  added: number;
  /** Of those in the file, there already. */
  known: number;
  /** Of those taken in, undone again. */
  takenBack: number;
  hidden: ImportHiddenAnswer;
  headings: HeadingAnswer[];
  createdAt: Date;
  finishedAt: Date | null;
}
export class ImportsPage {
  items: ImportAnswer[];
  nextCursor: string | null;
}
