import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import { MAX_FEN, PageQuery } from '#libs/platform';

const STATUSES = ['submitted', 'approved', 'refused', 'cancelled', 'settled'] as const;

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

export class PaySpendBody {
  /** In fen. @example 26000 */
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen: number;

  /** Unique in the district. @example JZ-2026-000123 */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9-]{2,39}$/)
  voucherNo: string;

  /** Nothing more will be paid: the rest goes back to what is available. @example true */
  @IsBoolean()
  isLast: boolean;
}

export class SpendRequestIdParam {
  @IsUUID()
  spendRequestId: string;
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

export class SpendRequestsQuery extends PageQuery {
  @IsOptional()
  @IsIn(STATUSES)
  status?: (typeof STATUSES)[number];

  /** Of one wish. */
  @IsOptional()
  @IsUUID()
  wishId?: string;
}

export class AllotYearAnswer {
  /** Communities that got the amount now. */
  allotted: number;
  /** Communities that had it already. */
  alreadyAllotted: number;
}
export class FundEntryAnswer {
  id: string;
  kind: string;
  amountFen: number;
  bookedAt: Date;
  spendRequestId: string | null;
}
export class FundStatementAnswer {
  unitId: string;
  year: number;
  allottedFen: number;
  reservedFen: number;
  paidFen: number;
  availableFen: number;
  entries: FundEntryAnswer[];
}
export class SpendRequestAnswer {
  id: string;
  unitId: string;
  unitName: string;
  wishId: string;
  purpose: string;
  payee: string;
  amountFen: number;
  year: number | null;
  status: (typeof STATUSES)[number];
  paidFen: number;
  releasedFen: number;
  requestedBy: string;
  requestedByName: string;
  requestedAt: Date;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  reason: string | null;
}
export class SpendRequestsPage {
  items: SpendRequestAnswer[];
  nextCursor: string | null;
}
export class SpendIdAnswer {
  id: string;
}
