import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsUUID, ValidateIf } from 'class-validator';
import { IsMobile, IsText, PageQuery } from '#libs/platform';
import { WISH_STATUSES, type WishStatus } from '../wish.lifecycle.js';
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

  /** How the office made sure who asked. */
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

  /** Null takes it away. @example 沥苑社区花园9号705房 */
  @ValidateIf(({ address }: CorrectionBody) => address !== undefined && address !== null)
  @IsText(120)
  address?: string | null;

  /** Null takes it away. */
  @ValidateIf(({ hardship }: CorrectionBody) => hardship !== undefined && hardship !== null)
  @IsText(60)
  hardship?: string | null;

  /** Why it was wrong; the old values are not kept. @example 登记时听错了号码 */
  @IsText(200)
  reason: string;
}
export class WithdrawalBody {
  /** Needed once the request was accepted. */
  @IsOptional()
  @IsText(300)
  reason?: string;
}
export class DataRequestIdParam {
  @IsUUID()
  requestId: string;
}
export class DataRequestsQuery extends PageQuery {
  /** Only those that wait for an answer or for a wish. */
  @IsOptional()
  @IsIn(['waiting'])
  only?: 'waiting';
}

export class OpenWish {
  id: string;
  code: string;
  @ApiProperty({ enum: WISH_STATUSES, enumName: 'WishStatus' })
  status: WishStatus;
  /** Its end, money that is not done with, or the last moment at which it can be re-opened. */
  @ApiProperty({ enum: WAITS_FOR, enumName: 'ErasureWaitsFor' })
  waitsFor: WaitsFor;
  /** The last moment at which it can be re-opened. */
  until: Date | null;
}
export class DataRequestAnswer {
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
  /** Masked; null after it was erased. */
  personName: string | null;
  openedByName: string;
  openedAt: Date;
  dueAt: Date;
  isOverdue: boolean;
  decidedByName: string | null;
  endedAt: Date | null;
  /** Why it was refused, or taken back after it was accepted. */
  reason: string | null;
  /** An erasure waits for these. */
  openWishes: OpenWish[];
  /** What the reader may do with it now. */
  @ApiProperty({ enum: REQUEST_STEPS, enumName: 'DataRequestStep', isArray: true })
  allowedSteps: RequestStep[];
}
export class DataRequestsPage {
  items: DataRequestAnswer[];
  nextCursor: string | null;
}
export class DataRequestIdAnswer {
  id: string;
}
export class DataRequestStepAnswer {
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
  status: string;
  outcome: string | null;
  category: string;
  /** In the person's own words. */
  need: string | null;
  /** What the public reads. */
  publicText: string;
  proxy: CopiedProxy | null;
  consentKind: string;
  consentedAt: Date;
  createdAt: Date;
  closedAt: Date | null;
  /** How many photos there are; they are shown at the office. */
  photos: number;
  /** What the helpers wrote about it. */
  done: string[];
  /** What they noted as evidence. */
  evidence: string[];
  /** What was said when it was confirmed. */
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
export class PersonCopyAnswer {
  madeAt: Date;
  /** What is known of the person, by entry. */
  entries: CopiedEntry[];
  wishes: CopiedWish[];
  spends: CopiedSpend[];
  /** Who looked at it, when and why. */
  views: CopiedView[];
}
