import './funds.constraints.js';
import { Module, type OnModuleInit } from '@nestjs/common';
import { AccountErasure, JobRegistry } from '#libs/platform';
import { ImportsModule } from '#libs/imports';
import { BankEntries } from './bank/bank-entries.js';
import { BankController } from './bank/bank.controller.js';
import { BankQueries } from './bank/bank.queries.js';
import { ImportStatement } from './bank/import-statement.js';
import { ReconcileBank } from './bank/reconcile-bank.js';
import { ConfirmBreak } from './bank/confirm-break.js';
import { RetractStatement } from './bank/retract-statement.js';
import { StatementRegister } from './bank/statement-register.js';
import { CorrectPayee } from './payee/correct-payee.js';
import { Payees } from './payee/payees.js';
import { PayeesController } from './payee/payees.controller.js';
import { PayeesQueries } from './payee/payees.queries.js';
import { REGISTER_OLD_PAYEES, RegisterOldPayees } from './payee/register-old-payees.js';
import { AllotYear } from './allot-year.js';
import { CloseYear } from './close-year.js';
import { FundBookQueries } from './fund-book.queries.js';
import { FundsController } from './funds.controller.js';
import { fundsAccountPart } from './funds.personal-data.js';
import { FundsQueries } from './funds.queries.js';
import { Ledger } from './ledger.js';
import { OpenYear } from './open-year.js';
import { PlanYear } from './plan-year.js';
import { RecordIncome } from './record-income.js';
import { SEAL_BOOKS, SealBooks } from './sign-daily-heads.js';
import { OpenSpendRequest } from './spend/ask-spend.js';
import { CorrectPayment } from './spend/correct-payment.js';
import { DeliverSpend } from './spend/deliver-spend.js';

import { Notices } from './spend/notices.js';
import { ObjectToSpend } from './spend/object-to-spend.js';
import { PauseSpend } from './spend/pause-spend.js';
import { PaySpend } from './spend/pay-spend.js';
import { PublicSpends } from './spend/public-spends.js';
import { ReleaseSpend } from './spend/release-spend.js';
import { SignSpend } from './spend/sign-spend.js';
import { RiskFlags } from './spend/spend-checks.js';
import { SpendStore } from './spend/spend-store.js';
import { SpendController } from './spend/spend.controller.js';
import { SetSpendPolicy } from './spend/set-spend-policy.js';
import { SpendPolicyController } from './spend/spend-policy.controller.js';
import { SpendPolicyQueries } from './spend/spend-policy.queries.js';
import { SpendQueries } from './spend/spend.queries.js';
import { WishSpends } from './spend/wish-spends.js';
import { NOTICE_ENDS } from './funds.deadlines.js';

export { fundsContract } from './funds.contract.js';
export * from './funds.permissions.js';
export {
  ReversalProposed,
  SpendApproved,
  SpendObjected,
  SpendPaused,
  SpendRefused,
  SpendReturned,
} from './funds.events.js';
export { explainFault } from './bank/explain-fault.js';
export { STATEMENT_PARSER } from './bank/import-statement.js';
export type { ParsedStatement, parse as parseStatement } from './bank/statement.parser.js';
export { StatementRegister } from './bank/statement-register.js';
export { FIGURE_OF, NO_MONEY, type AccountKind } from './accounts.js';
export { AllotYear } from './allot-year.js';
export { CloseYear } from './close-year.js';
export { FUND_BOOK } from './fund-book.js';
export { BookHeadsPage, BookKeysResponse, BookLinesPage, BookProofResponse } from './fund-book.dto.js';
export { FundBookQueries, VERIFIER_FILE } from './fund-book.queries.js';
export { FundsQueries } from './funds.queries.js';
export type { Rollover } from './ledger.js';
export { OpenYear } from './open-year.js';
export { SealBooks } from './sign-daily-heads.js';
export { OpenSpendRequest, type SpendForm } from './spend/ask-spend.js';
export { PAYEE_COLUMNS, PAYEE_JOIN, type PayeeColumns, type PayeeKind } from './payee/payees.js';
export { PublicSpends, type Disclosed, type PublicSpend } from './spend/public-spends.js';
export { ReleaseSpend } from './spend/release-spend.js';
export { RiskFlags, type RiskFlag } from './spend/spend-checks.js';
export { SPEND_STATUS_WORDS, type SpendStatus } from './spend/spend.lifecycle.js';
export type { SpendKind } from './spend/spend.policy.js';
export { WishSpends, hasOpenSpend, type WishSpend } from './spend/wish-spends.js';
export { SpendFormBody, SpendIdResponse, SpendRequestIdParam } from './spend/spend.dto.js';

const SPEND = [
  SpendStore,
  Notices,
  OpenSpendRequest,
  SignSpend,
  ObjectToSpend,
  PauseSpend,
  DeliverSpend,
  PaySpend,
  CorrectPayment,
  ReleaseSpend,
  WishSpends,
  PublicSpends,
  RiskFlags,
  SpendQueries,
  SetSpendPolicy,
  SpendPolicyQueries,
];

const PAYEES = [Payees, CorrectPayee, PayeesQueries, RegisterOldPayees];

const BANK = [
  BankEntries,
  ImportStatement,
  ReconcileBank,
  RetractStatement,
  ConfirmBreak,
  BankQueries,
  StatementRegister,
];

const PARTS = [
  OpenYear,
  AllotYear,
  CloseYear,
  RecordIncome,
  PlanYear,
  SealBooks,
  ...PAYEES,
  ...SPEND,
  ...BANK,
  FundsQueries,
  FundBookQueries,
];

/** The community fund: budget years, allotments, spend requests, the ledger, bank reconciliation, and the public fund
 *  book. */
@Module({ imports: [ImportsModule], providers: [Ledger, ...PARTS], exports: PARTS })
export class FundsModule implements OnModuleInit {
  constructor(private readonly accounts: AccountErasure) {}

  onModuleInit(): void {
    this.accounts.add('funds', fundsAccountPart);
  }
}

@Module({
  imports: [FundsModule, ImportsModule],
  controllers: [FundsController, SpendController, SpendPolicyController, PayeesController, BankController],
})
export class FundsHttpModule {}

@Module({ imports: [FundsModule] })
export class FundsJobsModule implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly seal: SealBooks,
    private readonly notices: Notices,
    private readonly oldPayees: RegisterOldPayees,
  ) {}

  onModuleInit(): void {
    this.registry.on(SEAL_BOOKS, async (tx) => {
      await this.seal.run(tx);
      await this.oldPayees.wake(tx);
    });
    this.registry.on(NOTICE_ENDS, this.notices.end);
    this.registry.onLong(REGISTER_OLD_PAYEES, this.oldPayees.run);
  }
}
