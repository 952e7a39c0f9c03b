import { Module, type OnModuleInit } from '@nestjs/common';
import { JobRegistry } from '#libs/platform';
import { AllotYear } from './allot-year.js';
import { CloseYear } from './close-year.js';
import { FundBookQueries } from './fund-book.queries.js';
import { FundsController } from './funds.controller.js';
import { FundsQueries } from './funds.queries.js';
import { Ledger } from './ledger.js';
import { OpenYear } from './open-year.js';
import { RecordIncome } from './record-income.js';
import { SEAL_BOOKS, SealBooks } from './seal-books.js';
import { SpendRequests } from './spend-requests.js';

export { FIGURE_OF, type AccountKind } from './accounts.js';
export { fundsInvariants, fundsSchema } from './funds.schema.js';
export { AllotYear } from './allot-year.js';
export { CloseYear } from './close-year.js';
export { BookHeadsPage, BookLinesPage, BookProofAnswer } from './fund-book.dto.js';
export { FundBookQueries, VERIFIER_FILE } from './fund-book.queries.js';
export { FundsQueries } from './funds.queries.js';
export type { Rollover } from './ledger.js';
export { OpenYear } from './open-year.js';
export { SealBooks } from './seal-books.js';
export { SpendRequests } from './spend-requests.js';

/** The community fund: budget years, allotment, spend requests, ledger, and the book that anybody can check. */
@Module({
  providers: [
    Ledger,
    OpenYear,
    AllotYear,
    CloseYear,
    RecordIncome,
    SealBooks,
    SpendRequests,
    FundsQueries,
    FundBookQueries,
  ],
  exports: [OpenYear, AllotYear, CloseYear, RecordIncome, SealBooks, SpendRequests, FundsQueries, FundBookQueries],
})
export class FundsModule {}

@Module({ imports: [FundsModule], controllers: [FundsController] })
export class FundsHttpModule {}

@Module({ imports: [FundsModule] })
export class FundsJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly seal: SealBooks,
  ) {}

  onModuleInit(): void {
    this.registry.on(SEAL_BOOKS, this.seal.run);
  }
}
