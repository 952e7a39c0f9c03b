import { BUG, Conflict, declareConstraints } from '#libs/platform';
import { ErasurePending, MergeTarget, OtherPersonNeeded, OwnQuestion, QuestionPending } from './wish/wish.errors.js';

declareConstraints({
  uq_beneficiary: BUG, // concurrent wishes for a new person find the existing entry
  uq_wish_code: Conflict, // the same random code twice: the retry uses another one
  uq_wish_fingerprint: Conflict,
  ck_wish_places: Conflict,
  ck_wish_publisher: BUG,
  ck_wish_merge: MergeTarget,
  uq_claim_place: Conflict,
  uq_claim_volunteer: Conflict,
  uq_fulfilment_round: Conflict,
  uq_confirmation: Conflict,
  ck_confirmation_rating: BUG,
  ck_confirmation_hands: BUG,
  ck_wish_erased: BUG,
  ck_beneficiary_erased: BUG,
  uq_data_request_erasure: ErasurePending,
  ck_data_request_two_people: OtherPersonNeeded,
  ck_data_request_ended: BUG,
  uq_wish_question_open: QuestionPending,
  uq_wish_question_no: Conflict,
  ck_wish_question_no: BUG,
  ck_wish_question_ended: BUG,
  ck_wish_question_answered: BUG,
  ck_wish_question_hands: OwnQuestion,
});
