import { Module, type OnModuleInit } from '@nestjs/common';
import { FundsModule, RiskFlags, type RiskFlag } from '#libs/funds';
import { ImportsModule } from '#libs/imports';
import { VolunteersModule } from '#libs/volunteers';
import { Beneficiaries } from './resident/beneficiaries.js';
import { BeginClaim } from './claim/begin-claim.js';
import { ExpireClaim } from './claim/expire-claim.js';
import { ExtendClaim } from './claim/extend-claim.js';
import { ReassignClaim } from './claim/reassign-claim.js';
import { ReleaseClaim } from './claim/release-claim.js';
import { ClaimWish } from './claim/claim-wish.js';
import { ClaimsController } from './claim/claims.controller.js';
import { ConcernedPersons } from './resident/concerned-persons.js';
import { ConfirmWish } from './wish/confirm-wish.js';
import { ClaimStore } from './claim/claim.store.js';
import { AnswerDataRequest } from './erasure/answer-data-request.js';
import { CopyPerson } from './erasure/copy-person.js';
import { CorrectPerson } from './erasure/correct-person.js';
import { DataRequestStore } from './erasure/data-request-store.js';
import { DataRequestsController } from './erasure/data-requests.controller.js';
import { DataRequestsQueries } from './erasure/data-requests.queries.js';
import { EraseWishes } from './erasure/erase-wishes.js';
import { ErasureScope } from './erasure/erasure-scope.js';
import { OpenDataRequest } from './erasure/open-data-request.js';
import { SamePerson } from './erasure/same-person.js';
import { WishesOfAccount } from './erasure/wishes-of-account.js';
import { FulfilWish } from './wish/fulfil-wish.js';
import { ImportsController } from './import/imports.controller.js';
import { WishImports } from './import/wish-imports.js';
import { LookUpResident } from './resident/look-up-resident.js';
import { MergeSkills } from './claim/merge-skills.js';
import { OwnWishes } from './resident/own-wishes.js';
import { PublishWish } from './wish/publish-wish.js';
import { AnswerQuestion } from './question/answer-question.js';
import { AskQuestion } from './question/ask-question.js';
import { QuestionStore } from './question/question-store.js';
import { QuestionsController } from './question/questions.controller.js';
import { QuestionsQueries } from './question/questions.queries.js';
import { WithdrawQuestion } from './question/withdraw-question.js';
import { RequestSpend } from './spend/request-spend.js';
import { WidenWish } from './wish/widen-wish.js';
import { ReviewWish } from './wish/review-wish.js';
import { SimilarWishes } from './duplicates/similar-wishes.js';
import { SubmitWish } from './wish/submit-wish.js';
import { ViewContact } from './resident/view-contact.js';
import { WishSpendsController } from './spend/wish-spends.controller.js';
import { WishDeadlines } from './wish/wish-deadlines.js';
import { WishSight } from './wish/wish-sight.js';
import { WishSteps } from './wish/wish-steps.js';
import { WishStore } from './wish/wish-store.js';
import { WishesController } from './wish/wishes.controller.js';
import { WishesQueries } from './wish/wishes.queries.js';

const USE_CASES = [
  Beneficiaries,
  OwnWishes,
  ConcernedPersons,
  WishDeadlines,
  WishSteps,
  WishStore,
  WishSight,
  ClaimStore,
  QuestionStore,
  SimilarWishes,
  SubmitWish,
  WidenWish,
  ReviewWish,
  PublishWish,
  ClaimWish,
  BeginClaim,
  ExtendClaim,
  ReleaseClaim,
  ExpireClaim,
  ReassignClaim,
  AskQuestion,
  AnswerQuestion,
  WithdrawQuestion,
  QuestionsQueries,
  FulfilWish,
  ConfirmWish,
  ViewContact,
  LookUpResident,
  RequestSpend,
  MergeSkills,
  WishImports,
  SamePerson,
  ErasureScope,
  EraseWishes,
  WishesOfAccount,
  DataRequestStore,
  OpenDataRequest,
  AnswerDataRequest,
  CopyPerson,
  CorrectPerson,
  DataRequestsQueries,
];

/** Wishes, claims, fulfilment, confirmation, and the import of workbooks. */
@Module({
  imports: [FundsModule, ImportsModule, VolunteersModule],
  providers: [...USE_CASES, WishesQueries],
  exports: [...USE_CASES, WishesQueries],
})
export class WishesModule {}

@Module({
  imports: [FundsModule, ImportsModule, WishesModule],
  controllers: [
    ClaimsController,
    QuestionsController,
    WishesController,
    WishSpendsController,
    ImportsController,
    DataRequestsController,
  ],
})
export class WishesHttpModule implements OnModuleInit {
  constructor(private readonly checks: RiskFlags) {}

  onModuleInit(): void {
    this.checks.add(wishUnconfirmed);
  }
}

/** A wish is reported as fulfilled but not yet confirmed. */
const wishUnconfirmed: RiskFlag = async (reader, { wishIds }) => {
  const waits = await reader.row(`SELECT 1 FROM wish WHERE id IN (?) AND status = 'fulfilled' LIMIT 1`, [wishIds]);
  return waits ? [{ code: 'wishUnconfirmed', facts: {}, requestIds: [] }] : [];
};
