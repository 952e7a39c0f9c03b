import { ApiProperty } from '@nestjs/swagger';
import { FileAnswer, KeptPassageAnswer, TextFindingAnswer } from '#libs/platform';
import { WeeklyWindowBody } from '#libs/volunteers';
import type { WishStatus } from './wish.lifecycle.js';

export class WishStepAnswer {
  id: string;
  status: WishStatus;
}
export class LikelyWish {
  id: string;
  code: string;
  status: WishStatus;
  publicText: string;
  /** 0 to 1. */
  likeness: number;
}
export class SubmittedWishAnswer extends WishStepAnswer {
  /** What people read aloud. @example MW-7KQ2-M4XA */
  code: string;
  likely: LikelyWish[];
}
export class LikelyAnswer {
  items: LikelyWish[];
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
export class ClaimStepAnswer {
  id: string;
  status: string;
}
export class ContactAnswer {
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
  outcome: string | null;
  publicText: string;
  category: string;
  kind: 'goods' | 'service';
  urgency: 'normal' | 'urgent';
  strength: string | null;
  licence: string | null;
  helpersNeeded: number;
  placesTaken: number;
  costClass: string | null;
  estimatedFen: number;
  peopleHelped: number;
  /** @example 60-69 */
  ageBand: string | null;
  dueOn: string | null;
  createdAt: Date;
  openedAt: Date | null;
}
export class WishCardsAnswer {
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
  status: string;
  promisedAt: Date;
  isMine: boolean;
}
export class WishFulfilment {
  /** Null: erased. */
  what: string | null;
  evidence: string | null;
  doneOn: string;
  hours: number;
}
export class WishConfirmation {
  via: string;
  solved: string;
  rating: number | null;
}
export class WishDetail extends WishCard {
  /** The secret of the wish's card, by which its holder follows the wish; for staff and the resident. */
  cardKey: string | null;
  /** What the person speaks, where that matters. */
  language: string | null;
  /** When it suits; none: whenever. */
  windows: WeeklyWindowBody[];
  version: number;
  source: string;
  reopenCount: number;
  beneficiary: MaskedBeneficiary | null;
  need: string | null;
  /** When what tells about the person was erased. */
  erasedAt: Date | null;
  claims: WishClaim[];
  fulfilment: WishFulfilment | null;
  confirmation: WishConfirmation | null;
  /** For staff, the resident and the claimer. */
  photos: FileAnswer[];
  /** When the clock of what happens next rings; null where nothing waits. */
  nextDueAt: Date | null;
  /** What was let stand in the public text although it looks like personal data; for staff. */
  keptPassages: KeptPassageAnswer[];
}
export class TextCheckAnswer {
  /** In the order of the text. */
  findings: TextFindingAnswer[];
  /** The text without what is certainly personal data. */
  suggestion: string;
}
export class MyClaim {
  id: string;
  status: string;
  promisedAt: Date;
  claimedAt: Date;
  /** More time was asked for; that is possible once. */
  extendedAt: Date | null;
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
  visibility: 'public' | 'internal';
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
  occurredAt: Date;
}
export class TimelineAnswer {
  items: WishEvent[];
}
export class ContactViewEntry {
  viewerId: string;
  viewerName: string;
  reason: string;
  viewedAt: Date;
}
export class ContactViewsAnswer {
  items: ContactViewEntry[];
}
export class OverviewAnswer {
  collected: number;
  published: number;
  claimed: number;
  fulfilled: number;
  confirmed: number;
  /** People helped by wishes that were confirmed. */
  peopleHelped: number;
  volunteers: number;
}
export class KnownResident {
  /** The newest wish of the person: requests about personal data begin there. */
  wishId: string | null;
  name: string | null;
  address: string | null;
  hardship: string | null;
  age: number | null;
  wishCount: number;
}
export class ResidentLookedUpAnswer {
  items: KnownResident[];
}
export class DangerWords {
  /** The number to call. @example 119 */
  call: string;
  /** A regular expression over the wish's words. */
  pattern: string;
}
export class DangerWordsAnswer {
  items: DangerWords[];
}
