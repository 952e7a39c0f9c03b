import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import {
  DURATION_UNITS,
  FileResponse,
  HasDecimals,
  IsCalendarDay,
  type Duration,
  IsText,
  KeepBody,
  KeptPassageResponse,
  MAX_FEN,
  PageQuery,
  TextFindingResponse,
} from '#libs/platform';
import type { Role } from '#libs/identity';
import { PayeeChoiceBody, SpendPayeeResponse } from '../payee/payee.dto.js';
import type { SpendLack } from './assess-request.js';
import {
  BARRED_ACTIONS,
  OBJECTION_ACTIONS,
  PAYMENT_ACTIONS,
  REVERSAL_ACTIONS,
  SPEND_ACTIONS,
  type BarredAction,
  type ObjectionAction,
  type PaymentAction,
  type ReversalAction,
  type SpendAction,
} from './spend-steps.js';
import { RISK_FLAG_CODES, type RiskFlagCode } from './risk-flag-codes.js';
import { SPEND_STATUSES, type ParticipationAct, type SpendStatus } from './spend.lifecycle.js';
import { SPEND_KINDS, type ListEffect, type OutsideEffect, type SpendKind } from './spend.policy.js';

const PAPER_NO = /^[A-Za-z0-9][A-Za-z0-9/-]{2,39}$/;
const MOST_FILES = 10;
const MOST_WISHES = 30;

export class SpendItemBody {
  /** @example 不锈钢扶手 */
  @IsText(80)
  name: string;

  /** At most two decimals. @example 2 */
  @HasDecimals(2)
  @Min(0.01)
  @Max(100_000)
  quantity: number;

  /** @example 根 */
  @IsText(10)
  unit: string;

  /** Price of one unit, in fen. @example 13000 */
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  priceFen: number;
}

export class SpendQuoteBody {
  /** @example 大沥五金店 */
  @IsText(80)
  supplier: string;

  /** In fen. @example 26000 */
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen: number;

  /** The document: a file uploaded with the purpose `quote`. */
  @IsOptional()
  @IsUUID()
  fileId?: string;
}

export class PayeeAccountBody {
  /** @example 大沥五金店 */
  @IsText(80)
  holder: string;

  /** @example 南海农商银行大沥支行 */
  @IsText(80)
  bank: string;

  /** @example 6222020000000000 */
  @Matches(/^\d{8,30}$/)
  number: string;
}

/** The form of a spend request. The fund pays the cost of the items, less what others pay. */
export class SpendFormBody {
  @IsIn(SPEND_KINDS)
  kind: SpendKind;

  /** @example 卫生间扶手两根及安装 */
  @IsText(200)
  purpose: string;

  /** The payee: an entry of the register, or a new one. */
  @IsObject()
  @ValidateNested()
  @Type(() => PayeeChoiceBody)
  payee: PayeeChoiceBody;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => SpendItemBody)
  items: SpendItemBody[];

  /** The part that others pay, in fen. */
  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  coFundedFen: number = 0;

  /** Offers from suppliers. */
  @ApiPropertyOptional({ type: [SpendQuoteBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => SpendQuoteBody)
  quotes: SpendQuoteBody[] = [];

  /** Minutes of the meeting that decided the request: files uploaded with the purpose `minutes`. */
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @IsUUID(undefined, { each: true })
  minutesIds: string[] = [];

  /** Why the amount is high, why the request is urgent, or why a rule does not apply. */
  @IsOptional()
  @IsText(500)
  justification?: string;

  /** How the payee is related to a person who decides on the request. */
  @IsOptional()
  @IsText(200)
  payeeRelation?: string;

  /** The payee's bank account; encrypted, shown in full to the finance clerk only. Omitted in a new version: unchanged. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PayeeAccountBody)
  payeeAccount?: PayeeAccountBody;

  /** Payment first, public notice afterwards; small amounts only. */
  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  isUrgent: boolean = false;

  /** Saves a draft without submitting it. */
  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  isDraft: boolean = false;

  /** Further wishes of the same community that the same money is for. Omitted in a new version: unchanged. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_WISHES - 1)
  @IsUUID(undefined, { each: true })
  alsoFor?: string[];

  /** Passages that look like personal data but may stay. */
  @ApiPropertyOptional({ type: [KeepBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => KeepBody)
  keeps: KeepBody[] = [];
}

/** A form to assess while it is being filled in. */
export class SpendAssessmentBody extends SpendFormBody {
  /** The wish of the request. With it, texts are also checked for names, telephone numbers and addresses of its persons. */
  @IsOptional()
  @IsUUID()
  wishId?: string;
}

export class ContractBody {
  /** @example HT-2026-017 */
  @Matches(PAPER_NO)
  contractNo: string;

  /** Shanghai day. @example 2026-11-24 */
  @IsCalendarDay()
  contractOn: string;

  /** In fen. @example 4800000 */
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen: number;

  /** Withheld from the last payment, in fen. @example 0 */
  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  retentionFen: number = 0;

  /** The retention is withheld until this Shanghai day. @example 2027-11-24 */
  @ValidateIf((body: ContractBody) => body.retentionFen > 0)
  @IsCalendarDay()
  retentionUntil?: string;

  /** Files uploaded with the purpose `contract`. */
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @IsUUID(undefined, { each: true })
  fileIds: string[] = [];
}

export class AcceptanceBody {
  /** What was received. @example 扶手两根，已装牢，当面试过 */
  @IsText(300)
  received: string;

  /** Shanghai day. @example 2026-11-24 */
  @IsCalendarDay()
  receivedOn: string;

  /** Files uploaded with the purpose `received`. */
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @IsUUID(undefined, { each: true })
  fileIds: string[] = [];
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

  /** @example 044001900111-12345678 */
  @IsOptional()
  @Matches(PAPER_NO)
  invoiceNo?: string;

  /** Files uploaded with the purpose `invoice`. */
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @IsUUID(undefined, { each: true })
  fileIds: string[] = [];

  /** The last payment, except for a retention: the remaining money becomes available again. @example true */
  @IsBoolean()
  isLast: boolean;
}

export class RefundBody {
  /** In fen. @example 3000 */
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  amountFen: number;

  /** Unique in the district. @example TK-2026-000004 */
  @Matches(/^[A-Za-z0-9][A-Za-z0-9-]{2,39}$/)
  voucherNo: string;

  /** @example 多付，商家退回 */
  @IsText(300)
  reason: string;
}

export class ReversalDecisionBody {
  @IsBoolean()
  isAgreed: boolean;
}

export class ObjectionBody {
  /** @example 报价比市场价高出很多 */
  @IsText(500)
  text: string;
}

export class ObjectionAnswerBody {
  /** Public text: it must not name persons. @example 三家比价后选最低价，附件已补充 */
  @IsText(500)
  answer: string;

  /** Whether the objection is justified: then the request ends. */
  @IsBoolean()
  isUpheld: boolean;
}

export class SpendRequestIdParam {
  @IsUUID()
  spendRequestId: string;
}
export class PaymentIdParam {
  @IsUUID()
  paymentId: string;
}
export class ReversalIdParam {
  @IsUUID()
  reversalId: string;
}
export class ObjectionIdParam {
  @IsUUID()
  objectionId: string;
}

export class SpendRequestsQuery extends PageQuery {
  @IsOptional()
  @IsIn(SPEND_STATUSES)
  status?: SpendStatus;

  /** Only requests for this wish. */
  @IsOptional()
  @IsUUID()
  wishId?: string;
}

export class SpendIdResponse {
  id: string;
}
export class DurationResponse {
  amount: number;
  @ApiProperty({ enum: DURATION_UNITS })
  unit: Duration['unit'];
}
export class ListRuleResponse {
  code: string;
  effect: ListEffect;
  zh: string;
  en: string;
  source: string;
}
/** The assessment of a form under the policy in force. */
export class SpendVerdictResponse {
  amountFen: number;
  signers: Role[];
  notice: DurationResponse | null;
  needsMinutes: boolean;
  quotesNeeded: number;
  /** The most that may be paid before acceptance. */
  advanceFen: number;
  /** The shortest time until payment. */
  workingDays: number;
  /** What is missing before the request can be submitted. */
  lacks: SpendLack[];
  aboveCapFen: number | null;
  isTooMuchForUrgent: boolean;
  listed: ListRuleResponse[];
  /** Matching rules of the positive list. */
  allowedBy: ListRuleResponse[];
  /** The effect when no rule of the positive list matches; null: a rule matches, or there is no positive list. */
  outside: OutsideEffect | null;
  /** Passages in the public texts that look like personal data. */
  findings: SpendFindingResponse[];
}
export class SpendFindingResponse extends TextFindingResponse {
  field: 'purpose' | 'payee' | 'items';
  /** Index of the item, from 0. */
  at: number;
}
export class SpendSignerResponse {
  role: Role;
  name: string | null;
  /** The person for whom a deputy signed. */
  behalfOfName: string | null;
  at: Date | null;
}
export class SpendRequestResponse {
  id: string;
  unitId: string;
  unitName: string;
  /** The wishes of the request; the main wish comes first. */
  wishIds: string[];
  kind: SpendKind;
  purpose: string;
  payee: SpendPayeeResponse;
  amountFen: number;
  year: number | null;
  status: SpendStatus;
  version: number;
  isUrgent: boolean;
  paidFen: number;
  releasedFen: number;
  refundedFen: number;
  requestedBy: string;
  requestedByName: string;
  requestedAt: Date;
  decidedBy: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
  reason: string | null;
  /** The role that signs next. */
  nextRole: Role | null;
  noticeUntil: Date | null;
  committedAt: Date | null;
  acceptedAt: Date | null;
  isPaused: boolean;
  /** The required signatures in order, with those given so far. */
  signers: SpendSignerResponse[];
}
export class SpendRequestsPage {
  items: SpendRequestResponse[];
  nextCursor: string | null;
}
export class SpendItemResponse {
  name: string;
  quantity: number;
  unit: string;
  priceFen: number;
}
export class SpendQuoteResponse {
  supplier: string;
  amountFen: number;
  fileId: string | null;
}
export class SpendParticipationResponse {
  act: ParticipationAct;
  personId: string;
  name: string;
  at: Date;
}
export class SpendVersionResponse {
  version: number;
  amountFen: number;
  purpose: string;
  payee: SpendPayeeResponse;
  madeAt: Date;
}
export class SpendObjectionResponse {
  id: string;
  text: string;
  raisedAt: Date;
  answer: string | null;
  isUpheld: boolean | null;
  answeredAt: Date | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: OBJECTION_ACTIONS, enumName: 'ObjectionAction', isArray: true })
  allowedSteps: ObjectionAction[];
}
export class SpendPauseResponse {
  reason: string;
  pausedByName: string;
  pausedAt: Date;
  liftReason: string | null;
  liftedAt: Date | null;
}
export class SpendContractResponse {
  contractNo: string;
  contractOn: string;
  committedAt: Date;
  retentionFen: number;
  retentionUntil: string | null;
}
export class SpendAcceptanceResponse {
  received: string;
  receivedOn: string;
  acceptedByName: string;
  acceptedAt: Date;
}
export class SpendReversalResponse {
  id: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  isAgreed: boolean | null;
  /** Who released the request for payment after the agreed reversal; null: not released yet, which a signer has to do. */
  renewedByName: string | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: REVERSAL_ACTIONS, enumName: 'ReversalAction', isArray: true })
  allowedSteps: ReversalAction[];
}
export class SpendPaymentResponse {
  id: string;
  amountFen: number;
  voucherNo: string;
  invoiceNo: string | null;
  paidBy: string;
  paidByName: string;
  paidAt: Date;
  refundedFen: number;
  /** The proposed or agreed reversal. */
  reversal: SpendReversalResponse | null;
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: PAYMENT_ACTIONS, enumName: 'PaymentAction', isArray: true })
  allowedSteps: PaymentAction[];
}
/** A point that signers should look at, with its evidence. It never blocks. */
export class SpendCheckResponse {
  @ApiProperty({ enum: RISK_FLAG_CODES })
  code: RiskFlagCode;
  /** Values for the text of the check. */
  facts: Record<string, string | number>;
  /** Other requests concerned. */
  requestIds: string[];
}
export class SpendTurnResponse {
  /** The person for whom the caller signs as a deputy. */
  behalfOfName: string | null;
}
export class SpendDetailResponse extends SpendRequestResponse {
  /** The steps that the caller may take now. */
  @ApiProperty({ enum: SPEND_ACTIONS, enumName: 'SpendAction', isArray: true })
  allowedSteps: SpendAction[];
  /** Signing, accepting and paying that would be the caller's turn, were it not for separation of duties. */
  @ApiProperty({ enum: BARRED_ACTIONS, enumName: 'BarredAction', isArray: true })
  barredSteps: BarredAction[];
  /** Set when it is the caller's turn to sign. */
  turn: SpendTurnResponse | null;
  items: SpendItemResponse[];
  coFundedFen: number;
  quotes: SpendQuoteResponse[];
  justification: string | null;
  payeeRelation: string | null;
  /** Masked: bank and last four digits. */
  payeeAccount: string | null;
  policyVersion: number;
  notice: DurationResponse | null;
  noticeFrom: Date | null;
  /** The remaining notice while an objection stops it. */
  noticeLeft: DurationResponse | null;
  advanceFen: number;
  contract: SpendContractResponse | null;
  acceptance: SpendAcceptanceResponse | null;
  payments: SpendPaymentResponse[];
  objections: SpendObjectionResponse[];
  pauses: SpendPauseResponse[];
  versions: SpendVersionResponse[];
  /** All people who take part in the request. */
  participations: SpendParticipationResponse[];
  files: FileResponse[];
  /** Passages that look like personal data and were kept on purpose. */
  keptPassages: KeptPassageResponse[];
  checks: SpendCheckResponse[];
}
export class PayeeAccountResponse {
  holder: string;
  bank: string;
  number: string;
}
