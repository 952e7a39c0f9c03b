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
import { IsCalendarDay, PageQuery } from '#libs/platform';
import { ENTRY_KINDS, type Clue, type EntryKind } from './suggest-matches.js';

export const LINE_STATES = ['open', 'matched', 'aside'] as const;
export type LineState = (typeof LINE_STATES)[number];

export class BankEntryBody {
  @IsIn(ENTRY_KINDS)
  kind: EntryKind;

  @IsUUID()
  id: string;
}

export class BankMatchBody {
  /** Movements of the account; their sum equals that of the entries. */
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
  /** All of them count, or none. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => BankMatchBody)
  matches: BankMatchBody[];
}

export class BankLinesQuery extends PageQuery {
  @ApiPropertyOptional({ default: 'open', enum: LINE_STATES })
  @IsIn(LINE_STATES)
  state: LineState = 'open';
}

export class BankDayQuery {
  /** As things stood at the end of this day; the last movement’s if none is named. @example 2026-11-30 */
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

/** Before this row something is missing, by the balances on both sides. */
export class BankBreakAnswer {
  id: string;
  sheet: string;
  row: number;
  /** Null in statements of before breaks were confirmed. */
  bookedOn: string | null;
  /** By so much the balances on both sides differ from the row; null where the bank tells no balances. */
  missingFen: number | null;
  /** Why it may be so. Null: nobody has confirmed it. */
  reason: string | null;
  confirmedByName: string | null;
  confirmedAt: Date | null;
}
export class BankRetractionAnswer {
  id: string;
  @ApiProperty({ enum: RETRACTION_STATES })
  state: (typeof RETRACTION_STATES)[number];
  reason: string;
  proposedByName: string;
  proposedAt: Date;
  /** Who asks has proposed it, so another person decides. */
  isMine: boolean;
  decidedByName: string | null;
  decidedAt: Date | null;
}
export class BankStatementAnswer {
  id: string;
  fileName: string;
  fromOn: string;
  untilOn: string;
  closingFen: number | null;
  lineCount: number;
  addedCount: number;
  breaks: BankBreakAnswer[];
  importedByName: string;
  importedAt: Date;
  /** Its movements count nowhere. */
  isRetracted: boolean;
  /** The last proposal to retract it. */
  retraction: BankRetractionAnswer | null;
}
/** A row of the file that is certainly no movement, and why. */
export class BankLeftOutAnswer {
  sheet: string;
  row: number;
  @ApiProperty({ enum: LEFT_OUT })
  why: (typeof LEFT_OUT)[number];
}
export class BankImportAnswer {
  id: string;
  lines: number;
  /** Without those that were known. */
  added: number;
  breaks: BankBreakAnswer[];
  /** The first 200. */
  leftOut: BankLeftOutAnswer[];
  leftOutCount: number;
}
export class BankSumsAnswer {
  count: number;
  inFen: number;
  outFen: number;
}
export class BankReconciliationAnswer {
  /** Null: no statement was imported yet. */
  fromOn: string | null;
  untilOn: string | null;
  /** What the bank says to be on the account. Null where its statements tell no balance. */
  bankFen: number | null;
  /** What should be there by the book. */
  bookFen: number;
  /** On the account, not in the book. */
  openLines: BankSumsAnswer;
  /** In the book, not on the account. */
  openEntries: BankSumsAnswer;
  /** On the account, none of the fund’s. */
  asideLines: BankSumsAnswer;
  /** What the open sides do not explain: from before the first statement, or missing in one. */
  unexplainedFen: number | null;
  /** Breaks of standing statements that nobody has confirmed: what is said above may lack movements. */
  unconfirmedBreaks: number;
  /** The newest first, retracted ones among them. */
  statements: BankStatementAnswer[];
}
export class BankLineAnswer {
  id: string;
  bookedOn: string;
  /** Below zero: went out. */
  amountFen: number;
  balanceFen: number | null;
  counterparty: string;
  /** Masked. */
  account: string;
  summary: string;
  reference: string;
  state: LineState;
  matchId: string | null;
  asideReason: string | null;
}
export class BankLinesPage {
  items: BankLineAnswer[];
  nextCursor: string | null;
}
export class BankEntryAnswer {
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
  items: BankEntryAnswer[];
  nextCursor: string | null;
}
export class BankSuggestionAnswer {
  line: BankLineAnswer;
  entries: BankEntryAnswer[];
  isSure: boolean;
  /** @example ["amount", "party"] */
  because: Clue[];
}
export class BankSuggestionsAnswer {
  items: BankSuggestionAnswer[];
}
export class BankIdAnswer {
  id: string;
}
export class BankIdsAnswer {
  ids: string[];
}
