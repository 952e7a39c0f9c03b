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
export { ADULT_AGE, Beneficiaries } from './beneficiaries.js';
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
export { JOIN_RESIDENT } from './own-wishes.js';
export { isCardKey } from './card-key.js';
export { CATEGORIES, CATEGORY_CODES, type Category } from './categories.js';
export { ClaimSteps } from './claim-steps.js';
export { ClaimWish } from './claim-wish.js';
export { mayClaim, type Reason, type Verdict, type WishFacts } from './claim.policy.js';
export { QuestionStore } from './question/question-store.js';
export { readForm, type ImportRow } from './import/read-form.js';
export type { parse as parseWishForm } from './import/wish-form.parser.js';
export { WISH_FORM_PARSER, WishImports } from './import/wish-imports.js';
export { explain, whyOf } from './import/words.js';
export { SAYS_NOTHING } from './need-words.js';
export {
  LIFECYCLE,
  WISH_STATUSES,
  WISH_STATUS_WORDS,
  WISH_STEPS,
  next,
  type WishStatus,
  type WishStep,
} from './wish.lifecycle.js';
export { WISH_ACTIONS, type WishAction } from './wish-steps.js';
export { WishesHttpModule, WishesModule } from './wishes.module.js';
export { WishCard } from './wish-answers.dto.js';
export { KINDS, URGENCIES } from './wishes.dto.js';
export { WishesQueries } from './wishes.queries.js';
