import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, ValidateIf } from 'class-validator';
import { IsMobile, IsText, PageQuery } from '#libs/platform';
import { WISH_STATUSES, type Outcome, type WishStatus } from '../wish/wish.lifecycle.js';
import type { Category } from '../wish/categories.js';
import {
  ASKERS,
  IDENTITY_CHECKS,
  REQUEST_KINDS,
  REQUEST_STATUSES,
  REQUEST_STEPS,
  WAITS_FOR,
  type Asker,
  type IdentityCheck,
  type RequestKind,
  type RequestStatus,
  type RequestStep,
  type WaitsFor,
} from './data-request-codes.js';

export class OpenDataRequestBody {
  /** A wish of the person. */
  @IsUUID()
  wishId: string;

  @IsIn(REQUEST_KINDS)
  kind: RequestKind;

  /** Who asked. */
  @IsIn(ASKERS)
  asker: Asker;

  /** How the office verified who asked. */
  @IsIn(IDENTITY_CHECKS)
  identityCheck: IdentityCheck;
}
export class CorrectionBody {
  /** @example 李子梅 */
  @IsOptional()
  @IsText(40)
  name?: string;

  /** @example 15900007004 */
  @IsOptional()
  @IsMobile()
  phone?: string;

  /** Null removes the value. @example 沥苑社区花园9号705房 */
  @ValidateIf(({ address }: CorrectionBody) => address !== undefined && address !== null)
  @IsText(120)
  address?: string | null;

  /** Null removes the value. */
  @ValidateIf(({ hardship }: CorrectionBody) => hardship !== undefined && hardship !== null)
  @IsText(60)
  hardship?: string | null;

  /** Why the data was wrong; the old values are not kept. @example 登记时听错了号码 */
  @IsText(200)
  reason: string;
}
export class WithdrawalBody {
  /** Required once the request is accepted. */
  @IsOptional()
  @IsText(300)
  reason?: string;
}
export class DataRequestIdParam {
  @IsUUID()
  requestId: string;
}
export class DataRequestsQuery extends PageQuery {
  /** Only requests that wait for an answer or for a wish to end. */
  @IsOptional()
  @IsIn(['waiting'])
  only?: 'waiting';
}

export class OpenWish {
  id: string;
  code: string;
  @ApiProperty({ enum: WISH_STATUSES, enumName: 'WishStatus' })
  status: WishStatus;
  /** What the erasure waits for: the end of the wish, open spend requests, or the end of the re-opening period. */
  @ApiProperty({ enum: WAITS_FOR, enumName: 'ErasureWaitsFor' })
  waitsFor: WaitsFor;
  /** The end of the re-opening period; null unless the wish is closed. */
  until: Date | null;
}
export class DataRequestResponse {
  id: string;
  wishId: string;
  wishCode: string;
  unitId: string;
  unitName: string;
  @ApiProperty({ enum: REQUEST_KINDS, enumName: 'DataRequestKind' })
  kind: RequestKind;
  @ApiProperty({ enum: ASKERS, enumName: 'DataRequestAsker' })
  asker: Asker;
  @ApiProperty({ enum: IDENTITY_CHECKS, enumName: 'IdentityCheck' })
  identityCheck: IdentityCheck;
  @ApiProperty({ enum: REQUEST_STATUSES, enumName: 'DataRequestStatus' })
  status: RequestStatus;
  /** Masked; null after erasure. */
  personName: string | null;
  openedByName: string;
  openedAt: Date;
  dueAt: Date;
  isOverdue: boolean;
  decidedByName: string | null;
  endedAt: Date | null;
  /** Why it was refused, or withdrawn after acceptance. */
  reason: string | null;
  /** The wishes that an erasure waits for. */
  openWishes: OpenWish[];
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: REQUEST_STEPS, enumName: 'DataRequestStep', isArray: true })
  allowedSteps: RequestStep[];
}
export class DataRequestsPage {
  items: DataRequestResponse[];
  nextCursor: string | null;
}
export class DataRequestIdResponse {
  id: string;
}
export class DataRequestStepResponse {
  id: string;
  @ApiProperty({ enum: REQUEST_STATUSES, enumName: 'DataRequestStatus' })
  status: RequestStatus;
}

export class CopiedEntry {
  name: string | null;
  phone: string | null;
  address: string | null;
  hardship: string | null;
  age: number | null;
}
export class CopiedProxy {
  name: string;
  phone: string;
  relation: string;
}
export class CopiedWish {
  id: string;
  code: string;
  status: WishStatus;
  outcome: Outcome | null;
  category: Category;
  /** In the person's own words. */
  need: string | null;
  /** The text that the public reads. */
  publicText: string;
  proxy: CopiedProxy | null;
  consentKind: string;
  consentedAt: Date;
  createdAt: Date;
  closedAt: Date | null;
  /** The number of photos; the office shows the photos themselves. */
  photos: number;
  /** What the helpers wrote about the fulfilment. */
  done: string[];
  /** What the helpers noted as evidence. */
  evidence: string[];
  /** Comments made at the confirmation. */
  comments: string[];
}
export class CopiedSpend {
  wishId: string;
  purpose: string;
  status: string;
  amountFen: number;
  requestedAt: Date;
}
export class CopiedView {
  viewerName: string;
  fields: string;
  reason: string;
  viewedAt: Date;
}
export class PersonCopyResponse {
  madeAt: Date;
  /** The stored details of the person; one person may have several entries. */
  entries: CopiedEntry[];
  wishes: CopiedWish[];
  spends: CopiedSpend[];
  /** Who viewed the data, when and why. */
  views: CopiedView[];
}
