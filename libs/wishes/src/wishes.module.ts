import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry, PersonalDataExport, PersonsConcerned, Retention } from '#libs/platform';
import { FundsModule, RiskFlags, type RiskFlag } from '#libs/funds';
import { ImportsModule } from '#libs/imports';
import { SkillMerged, VolunteersModule } from '#libs/volunteers';
import { Beneficiaries } from './beneficiaries.js';
import { ClaimSteps } from './claim-steps.js';
import { ClaimWish } from './claim-wish.js';
import { ClaimsController } from './claims.controller.js';
import { ConcernedPersons } from './concerned-persons.js';
import { ConfirmWish } from './confirm-wish.js';
import { EndClaims } from './claim.store.js';
import { AnswerDataRequest, ERASE_PERSON } from './erasure/answer-data-request.js';
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
import { FulfilWish } from './fulfil-wish.js';
import { ImportsController } from './import/imports.controller.js';
import { WishImports } from './import/wish-imports.js';
import { LookUpResident } from './look-up-resident.js';
import { MERGE_WISHES, MergeSkills } from './merge-skills.js';
import { loadNeedWords } from './need-words.js';
import { OwnWishes } from './own-wishes.js';
import { PublishWish } from './publish-wish.js';
import { AnswerQuestion } from './question/answer-question.js';
import { AskQuestion } from './question/ask-question.js';
import { QuestionStore } from './question/question-store.js';
import { QuestionsController } from './question/questions.controller.js';
import { QuestionsQueries } from './question/questions.queries.js';
import { WithdrawQuestion } from './question/withdraw-question.js';
import { RequestSpend } from './request-spend.js';
import { RescueWish } from './widen-wish.js';
import { ReviewWish } from './review-wish.js';
import { SimilarWishes } from './similar-wishes.js';
import { SubmitWish } from './submit-wish.js';
import { ViewContact } from './view-contact.js';
import { WishDeadlines } from './wish-deadlines.js';
import { CLAIM_EXPIRY } from './wishes.deadlines.js';
import { WishSight } from './wish-sight.js';
import { WishStore } from './wish-store.js';
import { WishesController } from './wishes.controller.js';
import { DRAFT, IMPORT_ROW, PHOTO, WISH } from './wishes.personal-data.js';
import { WishesQueries } from './wishes.queries.js';
import { WishCancelled, WishConfirmed, WishMerged, WishRejected, WishTransferred } from './wishes.events.js';

const USE_CASES = [
  Beneficiaries,
  OwnWishes,
  ConcernedPersons,
  WishDeadlines,
  WishStore,
  WishSight,
  EndClaims,
  QuestionStore,
  SimilarWishes,
  SubmitWish,
  RescueWish,
  ReviewWish,
  PublishWish,
  ClaimWish,
  ClaimSteps,
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
export class WishesModule implements OnModuleInit {
  constructor(
    private readonly persons: PersonsConcerned,
    private readonly concerned: ConcernedPersons,
    private readonly accounts: AccountErasure,
    private readonly ofAccount: WishesOfAccount,
  ) {}

  onModuleInit(): void {
    this.persons.add(this.concerned.of);
    this.accounts.add('wishes', this.ofAccount);
  }
}

@Module({
  imports: [FundsModule, ImportsModule, WishesModule],
  controllers: [ClaimsController, QuestionsController, WishesController, ImportsController, DataRequestsController],
})
export class WishesHttpModule implements OnModuleInit {
  constructor(
    private readonly checks: RiskFlags,
    private readonly data: PersonalDataExport,
    private readonly ownWishes: OwnWishes,
    private readonly questions: QuestionsQueries,
  ) {}

  onModuleInit(): void {
    loadNeedWords();
    this.checks.add(wishUnconfirmed);
    this.data.add('claims', (reader, personId) =>
      reader.rows(
        `SELECT w.code AS wish, c.status, c.claimed_at, c.promised_at, c.ended_at, c.hours FROM claim c JOIN wish w ON w.id = c.wish_id
         WHERE c.volunteer_id = ? ORDER BY c.id`,
        [personId],
      ),
    );
    this.data.add('questions', (reader, personId) => this.questions.ofPerson(reader, personId));
    this.data.add('wishes', async (reader, personId) => {
      const { sql, values } = await this.ownWishes.of(reader, personId);
      return reader.rows(
        `SELECT w.code, w.status, w.public_text, w.created_at FROM (${sql}) own JOIN wish w ON w.id = own.id ORDER BY w.id`,
        values,
      );
    });
  }
}

/** A wish is reported as fulfilled but not yet confirmed. */
const wishUnconfirmed: RiskFlag = async (reader, { wishIds }) => {
  const waits = await reader.row(`SELECT 1 FROM wish WHERE id IN (?) AND status = 'fulfilled' LIMIT 1`, [wishIds]);
  return waits ? [{ code: 'wishUnconfirmed', facts: {}, requestIds: [] }] : [];
};

/** Events after which an accepted erasure may become possible. */
const WISH_ENDED = [WishConfirmed, WishRejected, WishTransferred, WishMerged, WishCancelled];

/** Deadlines, background jobs and retention of wishes. */
@Module({ imports: [WishesModule] })
export class WishesJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly claims: ClaimSteps,
    private readonly imports: WishImports,
    private readonly skills: MergeSkills,
    private readonly retention: Retention,
    private readonly eraseWishes: EraseWishes,
    private readonly dataRequests: AnswerDataRequest,
  ) {}

  onModuleInit(): void {
    this.registry.on(CLAIM_EXPIRY.name, (tx, job) => this.claims.expire(tx, job.subjectId));
    this.imports.handleJobs(this.registry);
    this.registry.listen('wishes.skills', [SkillMerged], (tx, event) => this.skills.said(tx, event));
    this.registry.onLong(MERGE_WISHES, (job, keepAlive) => this.skills.run(job, keepAlive));
    this.registry.listen('wishes.erasure', WISH_ENDED, (tx, event) => this.dataRequests.wishEnded(tx, event));
    this.registry.on(ERASE_PERSON, (tx, { subjectId }) => this.dataRequests.eraseWhenDue(tx, subjectId));
    this.retention.on(WISH, this.eraseWishes.eraseOld);
    this.retention.on(PHOTO, this.eraseWishes.discardOldPhotos);
    this.retention.on(DRAFT, this.eraseWishes.endOldDrafts);
    this.retention.on(IMPORT_ROW, this.imports.eraseOld);
  }
}
