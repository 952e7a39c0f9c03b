export { wishesContract } from './wishes.contract.js';
export * from './wishes.permissions.js';
export {
  CLAIMS,
  DATA_REQUESTS,
  JOIN_BENEFICIARY,
  WISHES,
  joinBeneficiary,
  joinClaimLoad,
  joinWish,
} from './wishes.sql.js';
export { ADULT_AGE, Beneficiaries } from './resident/beneficiaries.js';
export {
  ClaimExpired,
  ClaimExtended,
  ClaimReleased,
  ENDS_CLAIMING,
  WishClaimed,
  WishReopened,
  WishReturned,
} from './wishes.events.js';
export { CLAIM, WISH } from './wishes.subjects.js';
export { JOIN_RESIDENT } from './resident/own-wishes.js';
export { isCardKey } from './wish/card-key.js';
export { CATEGORIES, CATEGORY_CODES, type Category } from './wish/categories.js';
export { ReleaseClaim } from './claim/release-claim.js';
export { ClaimWish } from './claim/claim-wish.js';
export { mayClaim, type Reason, type Verdict, type WishFacts } from './claim/claim.policy.js';
export { QuestionStore } from './question/question-store.js';
export { readForm, type ImportRow } from './import/read-form.js';
export type { parse as parseWishForm } from './import/wish-form.parser.js';
export { WISH_FORM_PARSER, WishImports } from './import/wish-imports.js';
export { explain, whyOf } from './import/words.js';
export { STOP_WORDS } from './duplicates/need-tokenizer.js';
export {
  LIFECYCLE,
  WISH_STATUSES,
  WISH_STATUS_WORDS,
  WISH_STEPS,
  next,
  type Outcome,
  type WishStatus,
  type WishStep,
} from './wish/wish.lifecycle.js';
export { WISH_ACTIONS, type WishAction } from './wish/wish-steps.js';
export { WishesHttpModule, WishesModule } from './wishes.module.js';
export { WishCard } from './wish/wish-answers.dto.js';
export { URGENCIES, WISH_KINDS, type Urgency, type WishKind } from './wish/wish-codes.js';
export { WishesQueries } from './wish/wishes.queries.js';
