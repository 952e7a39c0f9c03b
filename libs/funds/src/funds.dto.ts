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
import { ACCOUNTS, type AccountKind } from './accounts.js';
import type { FundWarning } from './fund-outlook.js';
import { SpendPayeeAnswer } from './payee/payee.dto.js';
import type { SpendKind } from './spend/spend.policy.js';
import { INCOME_SOURCES, type IncomeSource } from './record-income.js';

export class AllotYearBody {
  /** The unit whose communities are meant: a community, a town, or the district. */
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

export class AllotYearAnswer {
  /** Communities that got the amount now. */
  allotted: number;
  /** Communities that had it already. */
  alreadyAllotted: number;
}
export class FundEntryAnswer {
  id: string;
  /** Its number in the community's book. */
  entryNo: number;
  year: number;
  kind: string;
  from: string;
  to: string;
  amountFen: number;
  bookedAt: Date;
  spendRequestId: string | null;
}
export class FundEntriesPage {
  items: FundEntryAnswer[];
  nextCursor: string | null;
}
export class FundStatementAnswer {
  unitId: string;
  year: number;
  allottedFen: number;
  /** Top-ups, donations, co-funding, and what the year before carried over. */
  addedFen: number;
  /** Approved, and not yet ordered. */
  reservedFen: number;
  /** Under contract, and not yet paid. */
  committedFen: number;
  paidFen: number;
  /** Given back, or carried into the next year, when the year was closed. */
  leftFen: number;
  /** allotted + added = available + reserved + committed + paid + left. */
  availableFen: number;
  /** Of a community: when its year was closed. */
  closedAt: Date | null;
  rollover: string | null;
  entries: FundEntryAnswer[];
}
export class OpenYearBody {
  /** The unit whose communities are meant. */
  @IsUUID()
  unitId: string;

  /** Budget year. @example 2027 */
  @IsInt()
  @Min(2020)
  @Max(2100)
  year: number;
}
export class OpenYearAnswer {
  opened: number;
  alreadyOpen: number;
}
export class CloseYearBody extends OpenYearBody {
  /** What becomes of what is left. */
  @IsIn(['return', 'carry', 'carry_with_cap'])
  rollover: 'return' | 'carry' | 'carry_with_cap';

  /** For each community, with `carry_with_cap`: at most so much goes into the next year, in fen. */
  @ValidateIf((body: CloseYearBody) => body.rollover === 'carry_with_cap')
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  carryCapFen?: number;
}
export class CloseYearAnswer {
  closed: number;
  alreadyClosed: number;
  /** Communities that never had the year. */
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

  /** Goods instead of money: recorded at their value, not booked. Donations only. */
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

  /** The number of its paper, once in the community for each source. @example DL-2026-017 */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9/-]{2,59}$/)
  reference: string;
}
export class FundIncomeAnswer {
  id: string;
  source: IncomeSource;
  isInKind: boolean;
  amountFen: number;
  giver: string;
  reference: string;
  recordedAt: Date;
}
export class FundIncomeList {
  items: FundIncomeAnswer[];
}
export class FundEntriesQuery extends PageQuery {
  /** @example 2026 */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2020)
  @Max(2100)
  year?: number;

  /** Only what went into or out of this account. */
  @IsOptional()
  @IsIn(ACCOUNTS)
  account?: AccountKind;
}
export class FundMonthAnswer {
  /** @example 2026-11 */
  month: string;
  approvedFen: number;
  releasedFen: number;
  /** Without what was reversed. */
  paidFen: number;
  refundedFen: number;
}
export class FundPlanLineBody {
  /** What the wishes are about. @example home_safety */
  @Matches(/^[a-z_]{1,24}$/)
  category: string;

  /** 0 takes the line away. */
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

  /** The version that was changed; 0 for the first. */
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
export class FundPlanAnswer {
  version: number;
}
export class FundCategoryAnswer {
  /** What the wishes are about; `other`: a wish without a category. */
  category: string;
  plannedFen: number;
  requests: number;
  approvedFen: number;
  /** Less what came back. */
  paidFen: number;
}
export class FundWishAnswer {
  wishId: string;
  /** Above 1: of one request, of which this wish is the first. */
  wishCount: number;
  /** Of its newest request. */
  purpose: string;
  requests: number;
  /** Less what came back. */
  paidFen: number;
}
export class FundKindAnswer {
  kind: SpendKind;
  requests: number;
  approvedFen: number;
  /** Less what came back. */
  paidFen: number;
}
export class FundPayeeAnswer {
  payee: SpendPayeeAnswer;
  requests: number;
  /** Less what came back. */
  paidFen: number;
}
export class FundOutlookAnswer {
  /** How much of the year has passed. */
  elapsedPercent: number;
  /** How much of what came is paid, under contract or reserved. */
  usedPercent: number;
  /** For how many months the rest lasts at the pace of the last three; null: nothing was paid in them. */
  runwayMonths: number | null;
  warnings: FundWarning[];
}
export class FundBreakdownAnswer {
  unitId: string;
  year: number;
  months: FundMonthAnswer[];
  kinds: FundKindAnswer[];
  /** Plan against actual. */
  categories: FundCategoryAnswer[];
  /** Of the plan; 0: there is none. Only of one community. */
  planVersion: number;
  /** The twenty that were paid most. */
  payees: FundPayeeAnswer[];
  /** The twenty that were paid most for; of one community only. */
  wishes: FundWishAnswer[];
  outlook: FundOutlookAnswer;
}
