import { ApiPropertyOptional } from '@nestjs/swagger';
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
  FileAnswer,
  HasDecimals,
  IsCalendarDay,
  IsText,
  KeepBody,
  KeptPassageAnswer,
  MAX_FEN,
  PageQuery,
  TextFindingAnswer,
} from '#libs/platform';
import type { Role } from '#libs/identity';
import { PayeeChoiceBody, SpendPayeeAnswer } from '../payee/payee.dto.js';
import type { SpendLack } from './assess-request.js';
import type { Hand } from './spend-store.js';
import { SPEND_STATUSES, type SpendStatus } from './spend.lifecycle.js';
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

  /** In fen, of one. @example 13000 */
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

  /** Its paper: a file that was sent with the purpose `quote`. */
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

/** A spend request as it is filled in. The fund pays what the items cost, less what others pay. */
export class SpendFormBody {
  @IsIn(SPEND_KINDS)
  kind: SpendKind;

  /** @example 卫生间扶手两根及安装 */
  @IsText(200)
  purpose: string;

  /** Who is paid: an entry of the register, or a new one. */
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

  /** What others pay of it, in fen. */
  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  coFundedFen: number = 0;

  /** Offers of suppliers. */
  @ApiPropertyOptional({ type: [SpendQuoteBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => SpendQuoteBody)
  quotes: SpendQuoteBody[] = [];

  /** Files that were sent with the purpose `minutes`: of the meeting that decided it. */
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @IsUUID(undefined, { each: true })
  minutesIds: string[] = [];

  /** Why it costs so much, why it is urgent, why a rule does not apply. */
  @IsOptional()
  @IsText(500)
  justification?: string;

  /** How the payee is related to one who decides on it. */
  @IsOptional()
  @IsText(200)
  payeeRelation?: string;

  /** Where the money goes; sealed, shown to the clerk alone. Left out of a new version: stays as it was. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PayeeAccountBody)
  payeeAccount?: PayeeAccountBody;

  /** Paid first, hung out afterwards; small sums only. */
  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  isUrgent: boolean = false;

  /** Kept as a draft until it is sent in. */
  @ApiPropertyOptional({ default: false })
  @IsOptional()
  @IsBoolean()
  isDraft: boolean = false;

  /** Further wishes of the same community that the same money is for. Left out of a new version: stays as it was. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_WISHES - 1)
  @IsUUID(undefined, { each: true })
  alsoFor?: string[];

  /** Passages that look like personal data and stand all the same. */
  @ApiPropertyOptional({ type: [KeepBody] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => KeepBody)
  keeps: KeepBody[] = [];
}

/** A form that is being written. */
export class SpendAssessmentBody extends SpendFormBody {
  /** The wish that it is for; with it the names, telephones and addresses of its persons are looked for, too. */
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

  /** Kept back from the last payment, in fen. @example 0 */
  @ApiPropertyOptional({ default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  retentionFen: number = 0;

  /** Until this Shanghai day. @example 2027-11-24 */
  @ValidateIf((body: ContractBody) => body.retentionFen > 0)
  @IsCalendarDay()
  retentionUntil?: string;

  /** Files that were sent with the purpose `contract`. */
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

  /** Files that were sent with the purpose `received`. */
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

  /** Files that were sent with the purpose `invoice`. */
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_FILES)
  @IsUUID(undefined, { each: true })
  fileIds: string[] = [];

  /** Nothing more will be paid, but for a retention: the rest goes back to what is available. @example true */
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
  /** Everybody reads it: it names nobody. @example 三家比价后选最低价，附件已补充 */
  @IsText(500)
  answer: string;

  /** Right: the request ends. */
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

  /** Of one wish. */
  @IsOptional()
  @IsUUID()
  wishId?: string;
}

export class SpendIdAnswer {
  id: string;
}
export class DurationAnswer {
  amount: number;
  unit: string;
}
export class ListRuleAnswer {
  code: string;
  effect: ListEffect;
  zh: string;
  en: string;
  source: string;
}
/** What the policy in force makes of a form. */
export class SpendVerdictAnswer {
  amountFen: number;
  signers: Role[];
  notice: DurationAnswer | null;
  needsMinutes: boolean;
  quotesNeeded: number;
  /** The most that may be paid before anything was accepted. */
  advanceFen: number;
  /** The fastest way to the money. */
  workingDays: number;
  /** What has to be added before it may be asked for. */
  lacks: SpendLack[];
  aboveCapFen: number | null;
  isTooMuchForUrgent: boolean;
  listed: ListRuleAnswer[];
  /** Rules of the positive list that it meets. */
  allowedBy: ListRuleAnswer[];
  /** It meets none of them: what becomes of it. */
  outside: OutsideEffect | null;
  /** What in its texts for the public looks like personal data. */
  findings: SpendFindingAnswer[];
}
export class SpendFindingAnswer extends TextFindingAnswer {
  field: 'purpose' | 'payee' | 'items';
  /** Which of the items, from 0. */
  at: number;
}
export class SpendSignerAnswer {
  role: Role;
  name: string | null;
  /** Whose turn it was, when somebody stood in for her. */
  behalfOfName: string | null;
  at: Date | null;
}
export class SpendRequestAnswer {
  id: string;
  unitId: string;
  unitName: string;
  /** The wishes that it is for, the first of them first. */
  wishIds: string[];
  kind: SpendKind;
  purpose: string;
  payee: SpendPayeeAnswer;
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
  /** Whose signature is awaited. */
  nextRole: Role | null;
  noticeUntil: Date | null;
  committedAt: Date | null;
  acceptedAt: Date | null;
  isPaused: boolean;
  /** Who has to sign, in this order, and who has. */
  signers: SpendSignerAnswer[];
}
export class SpendRequestsPage {
  items: SpendRequestAnswer[];
  nextCursor: string | null;
}
export class SpendItemAnswer {
  name: string;
  quantity: number;
  unit: string;
  priceFen: number;
}
export class SpendQuoteAnswer {
  supplier: string;
  amountFen: number;
  fileId: string | null;
}
export class SpendHandAnswer {
  act: Hand;
  personId: string;
  name: string;
  at: Date;
}
export class SpendVersionAnswer {
  version: number;
  amountFen: number;
  purpose: string;
  payee: SpendPayeeAnswer;
  madeAt: Date;
}
export class SpendObjectionAnswer {
  id: string;
  text: string;
  raisedAt: Date;
  /** The reader's own. */
  isOwn: boolean;
  answer: string | null;
  isUpheld: boolean | null;
  answeredAt: Date | null;
}
export class SpendPauseAnswer {
  reason: string;
  pausedByName: string;
  pausedAt: Date;
  liftReason: string | null;
  liftedAt: Date | null;
  /** It stands, and the reader may let the request go on. */
  mayLift: boolean;
}
export class SpendContractAnswer {
  contractNo: string;
  contractOn: string;
  committedAt: Date;
  retentionFen: number;
  retentionUntil: string | null;
}
export class SpendAcceptanceAnswer {
  received: string;
  receivedOn: string;
  acceptedByName: string;
  acceptedAt: Date;
}
export class SpendReversalAnswer {
  id: string;
  reason: string;
  proposedBy: string;
  proposedAt: Date;
  isAgreed: boolean | null;
  /** Who released the request for payment again, after it was agreed; null: waits for somebody who signed. */
  renewedByName: string | null;
  /** The reader may decide on it. */
  mayDecide: boolean;
  /** The reader may release the request again. */
  mayRenew: boolean;
}
export class SpendPaymentAnswer {
  id: string;
  amountFen: number;
  voucherNo: string;
  invoiceNo: string | null;
  paidBy: string;
  paidByName: string;
  paidAt: Date;
  refundedFen: number;
  /** Proposed or agreed; the newest. */
  reversal: SpendReversalAnswer | null;
}
/** Something that a signer should look at, with its evidence. It never blocks. */
export class SpendCheckAnswer {
  code: string;
  /** The figures and names that its words tell. */
  facts: Record<string, string | number>;
  /** Other requests that it points to. */
  requestIds: string[];
}
export class SpendTurnAnswer {
  /** For whom the reader stands in. */
  behalfOfName: string | null;
}
export class SpendDetailAnswer extends SpendRequestAnswer {
  /** The reader's, when it is hers to sign. */
  turn: SpendTurnAnswer | null;
  items: SpendItemAnswer[];
  coFundedFen: number;
  quotes: SpendQuoteAnswer[];
  justification: string | null;
  payeeRelation: string | null;
  /** Bank and the last four digits. */
  payeeAccount: string | null;
  policyVersion: number;
  notice: DurationAnswer | null;
  noticeFrom: Date | null;
  /** What is left of the notice while an objection stops its clock. */
  noticeLeft: DurationAnswer | null;
  advanceFen: number;
  contract: SpendContractAnswer | null;
  acceptance: SpendAcceptanceAnswer | null;
  payments: SpendPaymentAnswer[];
  objections: SpendObjectionAnswer[];
  pauses: SpendPauseAnswer[];
  versions: SpendVersionAnswer[];
  /** Everybody who has a hand in it. */
  hands: SpendHandAnswer[];
  files: FileAnswer[];
  /** What was let stand in its texts although it looks like personal data. */
  keptPassages: KeptPassageAnswer[];
  checks: SpendCheckAnswer[];
}
export class PayeeAccountAnswer {
  holder: string;
  bank: string;
  number: string;
}
