import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min, ValidateIf } from 'class-validator';
import { IsText, PageQuery } from '#libs/platform';
import type { PayeeKind, SpendKind } from '#libs/funds';
import type { Role, UnitLevel } from '#libs/identity';
import {
  CATEGORY_CODES,
  type Category,
  type Outcome,
  type Urgency,
  type WishKind,
  type WishStatus,
} from '#libs/wishes';
import { EXPORT_KINDS, type ExportKind, type ExportStatus } from './export/export-codes.js';

export class FiguresQuery {
  /** Left out: the top unit of the caller; on public routes, the district. */
  @IsOptional()
  @IsUUID()
  unitId?: string;
}
export class PublicWishesQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  unitId?: string;

  @IsOptional()
  @IsIn(CATEGORY_CODES)
  category?: Category;
}
export class NoticeUnitParam {
  @IsUUID()
  unitId: string;
}
export class NoticeMonthQuery {
  /** @example 2026-11 */
  @Matches(/^20\d{2}-(?:0[1-9]|1[0-2])$/)
  month: string;
}
export class PublicPaymentsQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  unitId?: string;
}
export class TrackWishBody {
  /** The code on the wish card. @example MW-7KQ2-M4XA */
  @Matches(/^MW-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  code: string;

  /** The last four digits of the telephone given with the wish; not needed with `cardKey`. @example 7004 */
  @ValidateIf(({ cardKey }: TrackWishBody) => cardKey === undefined)
  @Matches(/^\d{4}$/)
  phoneTail?: string;

  /** The secret in the QR code on the wish card. */
  @IsOptional()
  @Matches(/^[\w-]{22}$/)
  cardKey?: string;
}
export class MakeExportBody {
  /** @example wishes */
  @IsIn(EXPORT_KINDS)
  kind: ExportKind;

  @IsUUID()
  unitId: string;

  /** Budget year, for `spend`. @example 2026 */
  @IsOptional()
  @IsInt()
  @Min(2020)
  @Max(2100)
  year?: number;

  /** What the file is for; recorded in the file and in the audit trail. @example 季度公示 */
  @IsText(100)
  purpose: string;
}
export class ExportIdParam {
  @IsUUID()
  exportId: string;
}

export class FiguresOfUnit {
  unitId: string;
  code: string;
  name: string;
  level: UnitLevel;
  collected: number;
  /** Not published yet. */
  waiting: number;
  open: number;
  underWay: number;
  confirmed: number;
  /** Past its deadline. */
  overdue: number;
  allottedFen: number;
  /** Top-ups, donations, co-funding, and the amount carried over from the year before. */
  addedFen: number;
  reservedFen: number;
  committedFen: number;
  paidFen: number;
  /** Returned, or carried over to the next year. */
  leftFen: number;
  availableFen: number;
}
export class FiguresResponse {
  countedAt: Date;
  year: number;
  unit: FiguresOfUnit;
  /** The units above, up to the topmost one that the caller may see. */
  above: UnitName[];
  /** The units directly below. */
  children: FiguresOfUnit[];
}
export class UnitName {
  unitId: string;
  name: string;
}
export class PublicFiguresOfUnit {
  unitId: string;
  code: string;
  name: string;
  level: UnitLevel;
  collected: number;
  open: number;
  underWay: number;
  confirmed: number;
  allottedFen: number;
  /** Top-ups, donations, co-funding, and the amount carried over from the year before. */
  addedFen: number;
  reservedFen: number;
  committedFen: number;
  paidFen: number;
  /** Returned, or carried over to the next year. */
  leftFen: number;
  availableFen: number;
}
export class MonthFigures {
  /** @example 2026-11 */
  month: string;
  collected: number;
  confirmed: number;
}
export class PublicFiguresResponse {
  countedAt: Date;
  year: number;
  peopleHelped: number;
  unit: PublicFiguresOfUnit;
  above: UnitName[];
  children: PublicFiguresOfUnit[];
  months: MonthFigures[];
}
export class BookUnitParam {
  @IsUUID()
  unitId: string;
}
export class BookEntryParam {
  @IsUUID()
  entryId: string;
}
export class PublicWish {
  id: string;
  code: string;
  /** The name of the community. */
  unitName: string;
  publicText: string;
  category: Category;
  kind: WishKind;
  urgency: Urgency;
  helpersNeeded: number;
  placesTaken: number;
  /** Null for minors, for unknown ages, and where fewer than five open wishes share community, age band and category.
   *  @example 60-69 */
  ageBand: string | null;
  openedAt: Date;
}
export class PublicWishesPage {
  items: PublicWish[];
  nextCursor: string | null;
}
export class PublicPayment {
  id: string;
  unitName: string;
  /** The code of the first of the wishes that were paid for. */
  wishCode: string;
  wishCount: number;
  purpose: string;
  /** The name of an organisation; null for a private person. */
  payee: string | null;
  payeeKind: PayeeKind;
  amountFen: number;
  paidAt: Date;
}
export class PublicPaymentsPage {
  items: PublicPayment[];
  nextCursor: string | null;
}
export class TrackedStep {
  name: string;
  occurredAt: Date;
}
export class TrackedView {
  as: 'claimer' | 'staff';
  viewedAt: Date;
}
export class TrackedWishResponse {
  id: string;
  code: string;
  status: WishStatus;
  outcome: Outcome | null;
  publicText: string;
  category: Category;
  unitName: string;
  steps: TrackedStep[];
  /** Who viewed the contact details. */
  views: TrackedView[];
}
export class ExportResponse {
  id: string;
  kind: ExportKind;
  unitId: string;
  unitName: string;
  purpose: string;
  /** `forgotten`: the file was deleted. */
  status: ExportStatus;
  rowsDone: number;
  rowsTotal: number;
  createdAt: Date;
  finishedAt: Date | null;
}
export class ExportsPage {
  items: ExportResponse[];
  nextCursor: string | null;
}
export class ExportMadeResponse {
  id: string;
  status: ExportStatus;
}
export class PublicObjection {
  raisedAt: Date;
  answer: string | null;
  isUpheld: boolean | null;
}
export class PublicNotice {
  /** The id of the spend request, to which an objection is made. */
  id: string;
  unitId: string;
  unitName: string;
  kind: SpendKind;
  purpose: string;
  /** The name of an organisation; null for a private person. */
  payee: string | null;
  payeeKind: PayeeKind;
  amountFen: number;
  /** The part that others pay. */
  coFundedFen: number;
  /** The roles that have signed. */
  signers: Role[];
  noticeFrom: Date;
  /** When the notice ends; null while an objection suspends it. */
  noticeUntil: Date | null;
  isUrgent: boolean;
  objections: PublicObjection[];
}
export class PublicNoticesPage {
  items: PublicNotice[];
  nextCursor: string | null;
}
