import { Module, type OnModuleInit } from '@nestjs/common';
import { JobRegistry, OwnData, PersonsConcerned } from '#libs/platform';
import { FundsModule, SpendChecks, type SpendCheck } from '#libs/funds';
import { VolunteersModule } from '#libs/volunteers';
import { Beneficiaries } from './beneficiaries.js';
import { ClaimSteps } from './claim-steps.js';
import { ClaimWish } from './claim-wish.js';
import { ClaimsController } from './claims.controller.js';
import { ConcernedPersons } from './concerned-persons.js';
import { ConfirmWish } from './confirm-wish.js';
import { EndClaims } from './end-claims.js';
import { FulfilWish } from './fulfil-wish.js';
import { CommitImport } from './import/commit-import.js';
import { ImportQueries } from './import/import.queries.js';
import { ImportRows } from './import/import-rows.js';
import { ImportsController } from './import/imports.controller.js';
import { ReadImport } from './import/read-import.js';
import { SettleRow } from './import/settle-row.js';
import { COMMIT_IMPORT, READ_IMPORT, StartImport } from './import/start-import.js';
import { LookUpResident } from './look-up-resident.js';
import { MERGE_WISHES, MergeStrengths } from './merge-strengths.js';
import { loadNeedWords } from './need-words.js';
import { PublishWish } from './publish-wish.js';
import { RequestSpend } from './request-spend.js';
import { RescueWish } from './rescue-wish.js';
import { ReviewWish } from './review-wish.js';
import { SimilarWishes } from './similar-wishes.js';
import { SubmitWish } from './submit-wish.js';
import { ViewContact } from './view-contact.js';
import { WISH_JOBS, WishClocks } from './wish-clocks.js';
import { WishSight } from './wish-sight.js';
import { WishStore } from './wish-store.js';
import { WishesController } from './wishes.controller.js';
import { WishesQueries } from './wishes.queries.js';

const USE_CASES = [
  Beneficiaries,
  ConcernedPersons,
  WishClocks,
  WishStore,
  WishSight,
  EndClaims,
  SimilarWishes,
  SubmitWish,
  RescueWish,
  ReviewWish,
  PublishWish,
  ClaimWish,
  ClaimSteps,
  FulfilWish,
  ConfirmWish,
  ViewContact,
  LookUpResident,
  RequestSpend,
  MergeStrengths,
  ImportRows,
  StartImport,
  ReadImport,
  SettleRow,
  CommitImport,
];

/** Wishes, claims, fulfilment, confirmation, and the import of workbooks. */
@Module({
  imports: [FundsModule, VolunteersModule],
  providers: [...USE_CASES, WishesQueries, ImportQueries],
  exports: [...USE_CASES, WishesQueries, ImportQueries],
})
export class WishesModule implements OnModuleInit {
  constructor(
    private readonly persons: PersonsConcerned,
    private readonly concerned: ConcernedPersons,
  ) {}

  onModuleInit(): void {
    this.persons.add(this.concerned.of);
  }
}

@Module({ imports: [FundsModule, WishesModule], controllers: [ClaimsController, WishesController, ImportsController] })
export class WishesHttpModule implements OnModuleInit {
  constructor(
    private readonly checks: SpendChecks,
    private readonly data: OwnData,
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
    this.data.add('wishes', (reader, personId) =>
      reader.rows('SELECT code, status, public_text, created_at FROM wish WHERE requester_id = ? ORDER BY id', [
        personId,
      ]),
    );
  }
}

/** A wish is said to be fulfilled, and nobody has confirmed it. */
const wishUnconfirmed: SpendCheck = async (reader, { wishIds }) => {
  const waits = await reader.row(`SELECT 1 FROM wish WHERE id IN (?) AND status = 'fulfilled' LIMIT 1`, [wishIds]);
  return waits ? [{ code: 'wishUnconfirmed', facts: {}, requestIds: [] }] : [];
};

/** What happens to wishes by the clock. */
@Module({ imports: [WishesModule] })
export class WishesJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly claims: ClaimSteps,
    private readonly read: ReadImport,
    private readonly commit: CommitImport,
    private readonly strengths: MergeStrengths,
  ) {}

  onModuleInit(): void {
    this.registry.on(WISH_JOBS.claimExpire, (tx, job) => this.claims.expire(tx, job.subjectId));
    this.registry.onLong(READ_IMPORT, (job, keepAlive) => this.read.run(job, keepAlive));
    this.registry.listen('wishes.strengths', ['StrengthMerged'], (tx, event) => this.strengths.said(tx, event));
    this.registry.onLong(MERGE_WISHES, (job, keepAlive) => this.strengths.run(job, keepAlive));
    this.registry.onLong(COMMIT_IMPORT, (job, keepAlive) => this.commit.run(job, keepAlive));
  }
}
