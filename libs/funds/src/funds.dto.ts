import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsText, MAX_FEN, PageQuery } from '#libs/platform';
import { ACCOUNTS, type AccountKind, type TransferKind } from './ledger/accounts.js';
import type { FundWarning } from './year/fund-forecast.js';
import { SpendPayeeResponse } from './payee/payee.dto.js';
import type { SpendKind } from './spend/spend.policy.js';
import { INCOME_SOURCES, ROLLOVERS, type IncomeSource, type RolloverPolicy } from './year/year-codes.js';

export class AllotYearBody {
  /** A community, a town or the district: the request applies to all communities in it. */
  @IsUUID()
  unitId: string;

  /** Budget year. @example 2026 */
  @IsInt()
  @Min(2020)
  @Max(2100)
  year: number;

  /** For each community, in fen. @example 50000000 */
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen: number;
}

export class FundUnitParam {
  @IsUUID()
  unitId: string;
}

export class FundYearQuery {
  /** @example 2026 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2020)
  @Max(2100)
  year?: number;
}

export class AllotYearResponse {
  /** Communities that received the amount with this request. */
  allotted: number;
  /** Communities that already had their allotment. */
  alreadyAllotted: number;
}
export class FundEntryResponse {
  id: string;
  /** Number of the entry in the community's book. */
  entryNo: number;
  year: number;
  kind: TransferKind;
  from: AccountKind;
  to: AccountKind;
  amountFen: number;
  bookedAt: Date;
  spendRequestId: string | null;
}
export class FundEntriesPage {
  items: FundEntryResponse[];
  nextCursor: string | null;
}
export class FundStatementResponse {
  unitId: string;
  year: number;
  allottedFen: number;
  /** Top-ups, donations, co-funding, and money carried over from the previous year. */
  addedFen: number;
  /** Approved, not yet under contract. */
  reservedFen: number;
  /** Under contract, not yet paid. */
  committedFen: number;
  paidFen: number;
  /** Returned to the district or carried into the next year when the year was closed. */
  leftFen: number;
  /** allotted + added = available + reserved + committed + paid + left. */
  availableFen: number;
  /** Communities only: when the year was closed. */
  closedAt: Date | null;
  rollover: RolloverPolicy | null;
  entries: FundEntryResponse[];
}
export class OpenYearBody {
  /** A community, a town or the district: the request applies to all communities in it. */
  @IsUUID()
  unitId: string;

  /** Budget year. @example 2027 */
  @IsInt()
  @Min(2020)
  @Max(2100)
  year: number;
}
export class OpenYearResponse {
  opened: number;
  alreadyOpen: number;
}
export class CloseYearBody extends OpenYearBody {
  /** What happens to the remaining money. */
  @IsIn(ROLLOVERS)
  rollover: RolloverPolicy;

  /** Required for `carry_with_cap`: the most that each community carries into the next year, in fen. */
  @ValidateIf((body: CloseYearBody) => body.rollover === 'carry_with_cap')
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  carryCapFen?: number;
}
export class CloseYearResponse {
  closed: number;
  alreadyClosed: number;
  /** Communities in which the year was never opened. */
  notOpened: number;
}
export class FundIncomeBody {
  /** @example 2026 */
  @IsInt()
  @Min(2020)
  @Max(2100)
  year: number;

  @IsIn(INCOME_SOURCES)
  source: IncomeSource;

  /** Goods instead of money: recorded at their value, but not booked. Donations only. */
  @IsBoolean()
  isInKind: boolean;

  /** In fen. @example 500000 */
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen: number;

  /** The organisation that gave it. @example 大沥镇财政所 */
  @IsText(80)
  giver: string;

  /** Number of the document, unique per community and source. @example DL-2026-017 */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9/-]{2,59}$/)
  reference: string;
}
export class FundIncomeResponse {
  id: string;
  source: IncomeSource;
  isInKind: boolean;
  amountFen: number;
  giver: string;
  reference: string;
  recordedAt: Date;
}
export class FundIncomeList {
  items: FundIncomeResponse[];
}
export class FundEntriesQuery extends PageQuery {
  /** @example 2026 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2020)
  @Max(2100)
  year?: number;

  /** Only transfers into or out of this account. */
  @IsOptional()
  @IsIn(ACCOUNTS)
  account?: AccountKind;
}
export class FundMonthResponse {
  /** @example 2026-11 */
  month: string;
  approvedFen: number;
  releasedFen: number;
  /** Without reversed payments. */
  paidFen: number;
  refundedFen: number;
}
export class FundPlanLineBody {
  /** Category of the wishes. @example home_safety */
  @Matches(/^[a-z_]{1,24}$/)
  category: string;

  /** 0 removes the line. */
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  plannedFen: number;
}
export class FundPlanBody {
  /** @example 2026 */
  @IsInt()
  @Min(2020)
  @Max(2100)
  year: number;

  /** The version that was edited; 0 for the first plan. */
  @IsInt()
  @Min(0)
  @Max(100_000)
  basedOn: number;

  @IsArray()
  @ArrayMaxSize(40)
  @ArrayUnique(({ category }: FundPlanLineBody) => category)
  @ValidateNested({ each: true })
  @Type(() => FundPlanLineBody)
  lines: FundPlanLineBody[];
}
export class FundPlanResponse {
  version: number;
}
export class FundCategoryResponse {
  /** Category of the wishes; `other` for wishes without a category. */
  category: string;
  plannedFen: number;
  requests: number;
  approvedFen: number;
  /** Less refunds. */
  paidFen: number;
}
export class FundWishResponse {
  wishId: string;
  /** Above 1: the line is one request for several wishes, and this is the first of them. */
  wishCount: number;
  /** Purpose of the newest request. */
  purpose: string;
  requests: number;
  /** Less refunds. */
  paidFen: number;
}
export class FundKindResponse {
  kind: SpendKind;
  requests: number;
  approvedFen: number;
  /** Less refunds. */
  paidFen: number;
}
export class FundPayeeResponse {
  payee: SpendPayeeResponse;
  requests: number;
  /** Less refunds. */
  paidFen: number;
}
export class FundOutlookResponse {
  /** Share of the year that has passed. */
  elapsedPercent: number;
  /** Share of the income that is paid, under contract or reserved. */
  usedPercent: number;
  /** Months for which the available money lasts at the pace of the last three months; null without payments in them. */
  runwayMonths: number | null;
  warnings: FundWarning[];
}
export class FundBreakdownResponse {
  unitId: string;
  year: number;
  months: FundMonthResponse[];
  kinds: FundKindResponse[];
  /** Planned and actual figures by category. */
  categories: FundCategoryResponse[];
  /** Version of the plan; 0 without a plan. Communities only. */
  planVersion: number;
  /** The twenty payees that received most. */
  payees: FundPayeeResponse[];
  /** The twenty wishes with the highest payments. Communities only. */
  wishes: FundWishResponse[];
  outlook: FundOutlookResponse;
}
