import { Type } from 'class-transformer';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import {
  BANK_STEPS,
  BREAK_STEPS,
  LINE_STEPS,
  RETRACTION_STEPS,
  STATEMENT_STEPS,
  type BankStep,
  type BreakStep,
  type LineStep,
  type RetractionStep,
  type StatementStep,
} from './bank-steps.js';
import { IsCalendarDay, PageQuery } from '#libs/platform';
import { ENTRY_KINDS, LISTED_LINE_STATES, type EntryKind, type ListedLineState } from './bank-codes.js';
import type { Signal } from './suggest-matches.js';

export class BankEntryBody {
  @IsIn(ENTRY_KINDS)
  kind: EntryKind;

  @IsUUID()
  id: string;
}

export class BankMatchBody {
  /** Movements on the account. Their sum equals the sum of the entries. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  lineIds: string[];

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(400)
  @ValidateNested({ each: true })
  @Type(() => BankEntryBody)
  entries: BankEntryBody[];
}

export class BankMatchesBody {
  /** All matches are saved, or none. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => BankMatchBody)
  matches: BankMatchBody[];
}

export class BankLinesQuery extends PageQuery {
  @ApiPropertyOptional({ default: 'open', enum: LISTED_LINE_STATES })
  @IsIn(LISTED_LINE_STATES)
  state: ListedLineState = 'open';
}

export class BankDayQuery {
  /** State at the end of this day. Default: the day of the last movement. @example 2026-11-30 */
  @IsOptional()
  @IsCalendarDay()
  untilOn?: string;
}

export class BankLineIdParam {
  @IsUUID()
  lineId: string;
}
export class BankMatchIdParam {
  @IsUUID()
  matchId: string;
}

export class BankStatementIdParam {
  @IsUUID()
  statementId: string;
}
export class BankRetractionIdParam {
  @IsUUID()
  retractionId: string;
}
export class BankBreakIdParam {
  @IsUUID()
  breakId: string;
}
export class BankRetractionDecisionBody {
  @IsBoolean()
  isAgreed: boolean;
}

const LEFT_OUT = ['zero', 'failed', 'closed', 'currency', 'note', 'hidden'] as const;
const RETRACTION_STATES = ['proposed', 'agreed', 'declined'] as const;

/** A gap before this row: the balances before and after it do not fit the amount. */
export class BankBreakResponse {
  id: string;
  sheet: string;
  row: number;
  /** Null in statements imported before breaks could be confirmed. */
  bookedOn: string | null;
  /** The missing amount according to the balances; null when the statement has no balances. */
  missingFen: number | null;
  /** The explanation by the person who confirmed the break; null: not confirmed. */
  reason: string | null;
  confirmedByName: string | null;
  confirmedAt: Date | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: BREAK_STEPS, enumName: 'BreakStep', isArray: true })
  allowedSteps: BreakStep[];
}
export class BankRetractionResponse {
  id: string;
  @ApiProperty({ enum: RETRACTION_STATES })
  state: (typeof RETRACTION_STATES)[number];
  reason: string;
  proposedByName: string;
  proposedAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: RETRACTION_STEPS, enumName: 'RetractionStep', isArray: true })
  allowedSteps: RetractionStep[];
}
export class BankStatementResponse {
  id: string;
  fileName: string;
  fromOn: string;
  untilOn: string;
  closingFen: number | null;
  lineCount: number;
  addedCount: number;
  breaks: BankBreakResponse[];
  importedByName: string;
  importedAt: Date;
  /** Whether the statement is retracted: its movements no longer count. */
  isRetracted: boolean;
  /** The latest proposal to retract it. */
  retraction: BankRetractionResponse | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: STATEMENT_STEPS, enumName: 'StatementStep', isArray: true })
  allowedSteps: StatementStep[];
}
/** A row of the file that is certainly not a movement, with the reason. */
export class BankLeftOutResponse {
  sheet: string;
  row: number;
  @ApiProperty({ enum: LEFT_OUT })
  why: (typeof LEFT_OUT)[number];
}
export class BankImportResponse {
  id: string;
  lines: number;
  /** Imported movements, without those already known. */
  added: number;
  breaks: BankBreakResponse[];
  /** The first 200 rows. */
  leftOut: BankLeftOutResponse[];
  leftOutCount: number;
}
export class BankSumsResponse {
  count: number;
  inFen: number;
  outFen: number;
}
export class BankReconciliationResponse {
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: BANK_STEPS, enumName: 'BankStep', isArray: true })
  allowedSteps: BankStep[];
  /** Null: no statement has been imported yet. */
  fromOn: string | null;
  untilOn: string | null;
  /** The account's balance according to the bank; null when its statements have no balances. */
  bankFen: number | null;
  /** The expected balance according to the book. */
  bookFen: number;
  /** Movements on the account without a book entry. */
  openLines: BankSumsResponse;
  /** Book entries without a movement on the account. */
  openEntries: BankSumsResponse;
  /** Movements on the account that do not concern the fund. */
  asideLines: BankSumsResponse;
  /** The difference that the unmatched items do not explain: from before the first statement, or missing in a statement. */
  unexplainedFen: number | null;
  /** Unconfirmed breaks of statements in use: the figures above may lack movements. */
  unconfirmedBreaks: number;
  /** Newest first, including retracted statements. */
  statements: BankStatementResponse[];
}
export class BankLineResponse {
  id: string;
  bookedOn: string;
  /** Negative: outgoing. */
  amountFen: number;
  balanceFen: number | null;
  counterparty: string;
  /** Masked: the last four digits. */
  account: string;
  summary: string;
  reference: string;
  state: ListedLineState;
  matchId: string | null;
  asideReason: string | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: LINE_STEPS, enumName: 'LineStep', isArray: true })
  allowedSteps: LineStep[];
}
export class BankLinesPage {
  items: BankLineResponse[];
  nextCursor: string | null;
}
export class BankEntryResponse {
  kind: EntryKind;
  id: string;
  unitId: string;
  unitName: string;
  bookedOn: string;
  amountFen: number;
  party: string;
  papers: string[];
  purpose: string;
}
export class BankEntriesPage {
  items: BankEntryResponse[];
  nextCursor: string | null;
}
export class BankSuggestionResponse {
  line: BankLineResponse;
  entries: BankEntryResponse[];
  isSure: boolean;
  /** @example ["amount", "party"] */
  because: Signal[];
}
export class BankSuggestionsResponse {
  items: BankSuggestionResponse[];
}
export class BankIdResponse {
  id: string;
}
export class BankIdsResponse {
  ids: string[];
}
