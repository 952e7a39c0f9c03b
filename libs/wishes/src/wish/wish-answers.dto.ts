import { ApiProperty } from '@nestjs/swagger';
import { FileResponse, KeptPassageResponse, TextFindingResponse, type Visibility } from '#libs/platform';
import { WeeklyWindowBody, type Language, type Licence } from '#libs/volunteers';
import { CLAIM_STATUSES, CLAIM_STEPS, type ClaimStatus, type ClaimStep } from '../claim/claim.lifecycle.js';
import { WISH_ACTIONS, type WishAction } from './wish-steps.js';
import type { Outcome, WishStatus } from './wish.lifecycle.js';
import type { ConfirmationWay, CostClass, Solved, Urgency, WishKind, WishSource } from './wish-codes.js';
import type { Category } from './categories.js';

export class WishStepResponse {
  id: string;
  status: WishStatus;
}
export class PossibleDuplicate {
  id: string;
  code: string;
  status: WishStatus;
  publicText: string;
  /** 0 to 1. */
  similarity: number;
}
export class SubmittedWishResponse extends WishStepResponse {
  /** A short code to read aloud. @example MW-7KQ2-M4XA */
  code: string;
  duplicates: PossibleDuplicate[];
}
export class DuplicatesResponse {
  items: PossibleDuplicate[];
}
export class ClaimReason {
  rule: string;
  passed: boolean;
  blocks: boolean;
  @ApiProperty({ type: 'object', additionalProperties: true })
  detail: Record<string, unknown>;
}
export class ClaimAnswerBody {
  id: string;
  wishId: string;
  status: 'active';
  promisedAt: Date;
  warnings: ClaimReason[];
}
export class ClaimStepResponse {
  id: string;
  status: ClaimStatus;
}
export class ContactResponse {
  name: string | null;
  phone: string | null;
  address: string | null;
}
export class WishCard {
  id: string;
  /** @example MW-7KQ2-M4XA */
  code: string;
  unitId: string;
  unitName: string;
  status: WishStatus;
  outcome: Outcome | null;
  publicText: string;
  category: Category;
  kind: WishKind;
  urgency: Urgency;
  skill: string | null;
  licence: Licence | null;
  helpersNeeded: number;
  placesTaken: number;
  costClass: CostClass | null;
  estimatedFen: number;
  peopleHelped: number;
  /** @example 60-69 */
  ageBand: string | null;
  dueOn: string | null;
  createdAt: Date;
  openedAt: Date | null;
}
export class WishCardsResponse {
  items: WishCard[];
}
export class WishPage {
  items: WishCard[];
  nextCursor: string | null;
}
export class MaskedBeneficiary {
  /** @example 李** */
  name: string | null;
  /** @example 159****7004 */
  phone: string | null;
  age: number | null;
  hardship: string | null;
}
export class WishClaim {
  id: string;
  volunteerId: string;
  volunteerName: string | null;
  @ApiProperty({ enum: CLAIM_STATUSES, enumName: 'ClaimStatus' })
  status: ClaimStatus;
  promisedAt: Date;
  isMine: boolean;
  /** The steps that the reader may take on the claim now. */
  @ApiProperty({ enum: CLAIM_STEPS, enumName: 'ClaimStep', isArray: true })
  allowedSteps: ClaimStep[];
}
export class WishFulfilment {
  /** Null: erased. */
  what: string | null;
  evidence: string | null;
  doneOn: string;
  hours: number;
}
export class WishConfirmation {
  via: ConfirmationWay;
  solved: Solved;
  rating: number | null;
}
export class WishDetail extends WishCard {
  /** The secret of the wish's card, with which its holder tracks the wish; only for staff and the resident. */
  cardKey: string | null;
  /** The language that the person speaks, if it matters. */
  language: Language | null;
  /** Suitable times; any time if empty. */
  windows: WeeklyWindowBody[];
  version: number;
  source: WishSource;
  reopenCount: number;
  beneficiary: MaskedBeneficiary | null;
  need: string | null;
  /** When the personal data of the wish was erased. */
  erasedAt: Date | null;
  claims: WishClaim[];
  fulfilment: WishFulfilment | null;
  confirmation: WishConfirmation | null;
  /** For staff, the resident and the claimer. */
  photos: FileResponse[];
  /** When the next deadline is due; null if none is pending. */
  nextDueAt: Date | null;
  /** Passages kept in the public text although they look like personal data; only for staff. */
  keptPassages: KeptPassageResponse[];
  /** The steps that the reader may take on the wish now. */
  @ApiProperty({ enum: WISH_ACTIONS, enumName: 'WishAction', isArray: true })
  allowedSteps: WishAction[];
}
export class TextCheckResponse {
  /** In text order. */
  findings: TextFindingResponse[];
  /** The text without what is certainly personal data. */
  suggestion: string;
}
export class MyClaim {
  id: string;
  @ApiProperty({ enum: CLAIM_STATUSES, enumName: 'ClaimStatus' })
  status: ClaimStatus;
  promisedAt: Date;
  claimedAt: Date;
  /** When the promised time was extended; possible once. */
  extendedAt: Date | null;
  /** The steps that the reader may take on the claim now. */
  @ApiProperty({ enum: CLAIM_STEPS, enumName: 'ClaimStep', isArray: true })
  allowedSteps: ClaimStep[];
  wish: WishCard;
}
export class MyClaimsPage {
  items: MyClaim[];
  nextCursor: string | null;
}
export class WishEvent {
  id: string;
  name: string;
  actorId: string | null;
  visibility: Visibility;
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
  occurredAt: Date;
}
export class TimelineResponse {
  items: WishEvent[];
}
export class ContactViewEntry {
  viewerId: string;
  viewerName: string;
  reason: string;
  viewedAt: Date;
}
export class ContactViewsResponse {
  items: ContactViewEntry[];
}
export class OverviewResponse {
  collected: number;
  published: number;
  claimed: number;
  fulfilled: number;
  confirmed: number;
  /** People helped by confirmed wishes. */
  peopleHelped: number;
  volunteers: number;
}
export class KnownResident {
  /** The person's newest wish; requests about personal data start from it. */
  wishId: string | null;
  name: string | null;
  address: string | null;
  hardship: string | null;
  age: number | null;
  wishCount: number;
}
export class ResidentLookedUpResponse {
  items: KnownResident[];
}
export class DangerWords {
  /** The number to call. @example 119 */
  call: string;
  /** A regular expression to match against the need. */
  pattern: string;
}
export class DangerWordsResponse {
  items: DangerWords[];
}
