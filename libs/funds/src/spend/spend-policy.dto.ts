import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
  IsObject,
} from 'class-validator';
import { DURATION_UNITS, IsCalendarDay, IsText, MAX_FEN } from '#libs/platform';
import { LIST_EFFECTS, OUTSIDE_EFFECTS, type ListEffect, type OutsideEffect } from './spend.policy.js';
import { ROLES, type Role } from '#libs/identity';

export class NoticeLength {
  /** @example 5 */
  @IsInt()
  @Min(1)
  @Max(1_000)
  amount: number;

  /** @example workingDay */
  @IsIn(DURATION_UNITS)
  unit: (typeof DURATION_UNITS)[number];
}

export class SpendTierText {
  /** Inclusive, in fen; null in the last tier: no limit. @example 100000 */
  @ValidateIf((tier: SpendTierText) => tier.upToFen !== null)
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  upToFen: number | null;

  /** The roles that sign, in this order. @example ["community_secretary"] */
  @IsArray()
  @ArrayMaxSize(8)
  @IsIn(ROLES, { each: true })
  signers: Role[];

  /** Length of the public notice; null: no notice. */
  @ValidateIf((tier: SpendTierText) => tier.notice !== null)
  @ValidateNested()
  @Type(() => NoticeLength)
  notice: NoticeLength | null;

  @IsBoolean()
  needsMinutes: boolean;
}

class ByKindFen {
  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  goods: number;

  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  service: number;

  @IsInt()
  @Min(1)
  @Max(MAX_FEN)
  works: number;
}
class ByKindPercent {
  @IsInt()
  @Min(0)
  @Max(100)
  goods: number;

  @IsInt()
  @Min(0)
  @Max(100)
  service: number;

  @IsInt()
  @Min(0)
  @Max(100)
  works: number;
}

export class QuotesRule {
  /** In fen. */
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  aboveFen: number;

  @IsInt()
  @Min(0)
  @Max(10)
  count: number;
}

export class ListRuleText {
  /** @example debt */
  @Matches(/^[a-z][a-zA-Z0-9]{1,29}$/)
  code: string;

  /** `stop`: refused; `explain`: needs a reason; `allow`: an intended purpose of the fund. */
  @IsIn(LIST_EFFECTS)
  effect: ListEffect;

  /** The rule matches when a text contains any of these words. @example ["还债"] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @MaxLength(20, { each: true })
  @Matches(/\S/, { each: true })
  words: string[];

  @IsText(100)
  zh: string;

  @IsText(150)
  en: string;

  @IsText(100)
  source: string;
}

/** The spending policy. */
export class SpendPolicyBody {
  /** The document that orders it. @example 南财〔2026〕12号 */
  @IsText(200)
  source: string;

  /** First Shanghai day; null: the day of publication. @example 2027-01-01 */
  @IsOptional()
  @IsCalendarDay()
  validFrom: string | null;

  /** Last Shanghai day; null: until another version follows. @example 2027-12-31 */
  @IsOptional()
  @IsCalendarDay()
  validUntil: string | null;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => SpendTierText)
  tiers: SpendTierText[];

  /** The maximum amount of a request, by kind. */
  @IsObject()
  @ValidateNested()
  @Type(() => ByKindFen)
  capsFen: ByKindFen;

  /** In fen; requests above this amount need a reason. */
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  justifyAboveFen: number;

  @IsObject()
  @ValidateNested()
  @Type(() => QuotesRule)
  quotes: QuotesRule;

  /** In fen; up to this amount an urgent request may be paid before its notice. */
  @IsInt()
  @Min(0)
  @Max(MAX_FEN)
  urgentUpToFen: number;

  /** How much may be paid before acceptance, in percent of the amount, by kind. */
  @IsObject()
  @ValidateNested()
  @Type(() => ByKindPercent)
  advancePercent: ByKindPercent;

  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ListRuleText)
  lists: ListRuleText[];

  /** The effect on a request that matches no rule of the positive list. `show`: signers see it; `explain`: it needs a
   *  reason; `stop`: it is refused. */
  @IsIn(OUTSIDE_EFFECTS)
  outside: OutsideEffect;
}

export class DraftIdParam {
  @IsUUID()
  draftId: string;
}
export class ReplayBody {
  /** Assesses the requests made in this year. @example 2026 */
  @IsInt()
  @Min(2020)
  @Max(2100)
  year: number;
}

export class SpendPolicyVersion extends SpendPolicyBody {
  /** 0: the default policy of the platform. */
  version: number;
  setByName: string | null;
  setAt: Date | null;
}
export class SpendPolicyDraftResponse {
  id: string;
  /** The version that was in force when the draft was created. */
  basedOn: number;
  updatedAt: Date;
  policy: SpendPolicyBody;
}
export class SpendPoliciesResponse {
  /** The version that is in force today. */
  inForce: number;
  /** The version in force has ended, and no other followed. */
  isExpired: boolean;
  versions: SpendPolicyVersion[];
  drafts: SpendPolicyDraftResponse[];
}
export class PolicyVersionResponse {
  version: number;
}
export type ReplayChange =
  'refused' | 'allowed' | 'moreSigners' | 'fewerSigners' | 'otherSigners' | 'notice' | 'morePapers' | 'fewerPapers';
export class ReplayExample {
  id: string;
  unitName: string;
  purpose: string;
  amountFen: number;
  changes: ReplayChange[];
}
export class SpendReplayResponse {
  year: number;
  /** Number of requests assessed. */
  requests: number;
  /** Number of requests with a different result. */
  changed: number;
  /** Number of requests by type of change. */
  changes: Partial<Record<ReplayChange, number>>;
  /** The first hundred changed requests. */
  examples: ReplayExample[];
}
